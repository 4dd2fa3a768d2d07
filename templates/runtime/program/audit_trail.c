/* audit_trail.c - see audit_trail.h. Pages of entries, each a read of its own: a server that runs
 * meanwhile is not kept from folding its log back into the file. */
#include "program/audit_trail.h"

enum { PAGE = 10000 };

static bool walk_page(struct store_connection *store, int64_t *after,
                      bool (*visit)(void *state, const struct audit_record *record), void *state,
                      bool *more)
{
    struct store_statement *rows = store_prepare(
        store, text_of("SELECT \"number\", \"at\", \"actor\", \"action\", \"entityType\", "
                       "\"entityId\", \"payload\", \"hash\" FROM \"_AuditEntry\" "
                       "WHERE \"number\" > ?1 ORDER BY \"number\" LIMIT ?2"));
    enum store_step step = STORE_ERROR;
    int count = 0;

    *more = rows && store_bind_int64(rows, 1, *after) && store_bind_int64(rows, 2, PAGE);
    while (*more && (step = store_step(rows)) == STORE_ROW) {
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
    return step == STORE_ROW || step == STORE_DONE;
}

bool audit_trail_walk(struct store_connection *store, int64_t after,
                      bool (*visit)(void *state, const struct audit_record *record), void *state)
{
    bool more = true;

    while (more)
        if (!walk_page(store, &after, visit, state, &more))
            return false;
    return true;
}
