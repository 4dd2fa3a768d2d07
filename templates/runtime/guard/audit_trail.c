/* audit_trail.c - see audit_trail.h. Pages of entries, each a read of its own: a server that runs
 * meanwhile is not kept from folding its log back into the file. */
#include "guard/audit_trail.h"

#include "formats/date.h"
#include "formats/json.h"

#include <sodium.h>

enum { PAGE = 10000 };

/* Sets *more where a page is full and visit() wants to go on. */
static bool walk_page(struct context *context, struct store_connection *store, int64_t *after,
                      bool (*visit)(void *state, const struct audit_record *record), void *state,
                      bool *more)
{
    struct store_statement *rows =
        sql_statement(context, store,
                      "SELECT \"number\", \"at\", \"actor\", \"action\", \"entityType\", "
                      "\"entityId\", \"payload\", \"hash\" FROM \"_AuditEntry\" "
                      "WHERE \"number\" > ?1 ORDER BY \"number\" LIMIT ?2",
                      SQL_VALUES(sql_int64(*after), sql_int64(PAGE)));
    int count = 0;
    bool found;
    bool done;

    *more = true;
    while ((done = sql_next(context, rows, &found)) && found && *more) {
        struct audit_record record = {
            .entry = {.number = store_column_int64(rows, 0),
                      .at = store_column_int64(rows, 1),
                      .actor = store_column_text(rows, 2),
                      .action = store_column_text(rows, 3),
                      .entity_type = store_column_text(rows, 4),
                      .entity_id = store_column_text(rows, 5),
                      .payload = store_column_text(rows, 6)},
            .hash = store_column_bytes(rows, 7),
        };
        *after = record.entry.number;
        count++;
        *more = visit(state, &record);
    }
    store_release(rows);
    *more = *more && count == PAGE;
    return done;
}

bool audit_trail_walk(struct context *context, struct store_connection *store, int64_t after,
                      bool (*visit)(void *state, const struct audit_record *record), void *state)
{
    bool more = true;

    while (more)
        if (!walk_page(context, store, &after, visit, state, &more))
            return false;
    return true;
}

void audit_record_write(struct buffer *line, const struct audit_record *record)
{
    const struct audit_entry *entry = &record->entry;

    buffer_add_string(line, "{\"number\":");
    buffer_add_int64(line, entry->number);
    buffer_add_string(line, ",\"at\":");
    date_write_json(line, entry->at);
    json_write_named(line, "actor", entry->actor);
    json_write_named(line, "action", entry->action);
    json_write_named(line, "entityType", entry->entity_type);
    json_write_named(line, "entityId", entry->entity_id);
    if (entry->payload.bytes && json_is_valid(entry->payload)) {
        buffer_add_string(line, ",\"payload\":");
        buffer_add_text(line, entry->payload);
    } else {
        json_write_named(line, "payload", entry->payload);
    }
    buffer_add_string(line, ",\"hash\":\"");
    for (size_t i = 0; i < record->hash.length; i++) {
        char hex[3];
        sodium_bin2hex(hex, sizeof hex, (const unsigned char *)record->hash.bytes + i, 1);
        buffer_add_string(line, hex);
    }
    buffer_add_string(line, "\"}");
}
