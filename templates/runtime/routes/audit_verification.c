/* audit_verification.c - see audit_verification.h. */
#include "routes/audit_verification.h"

#include "formats/encoding.h"
#include "formats/json.h"
#include "guard/audit.h"
#include "guard/audit_chain.h"
#include "guard/audit_head.h"
#include "guard/guard.h"
#include "model/value_forms.h"
#include "objects/objects.h"
#include "objects/parameters.h"
#include "request/server.h"

#include <sodium.h>

enum { MOST = 10000, FAULTS = 100 };

struct verification {
    struct buffer *body;
    struct audit_chain chain;
    struct audit_head head; /* what the file beside the database says; number 0: nothing */
    int64_t limit;
    int64_t faults; /* of which the first ones are written */
    bool is_stopped;
};

bool audit_verification_permits(struct request *request)
{
    const struct class *trail = request->app->audit_log;
    struct sql rows;

    if (!guard_permits(request, trail, OPERATION_FIND))
        return false;
    sql_init(&rows, request->context.arena);
    guard_add_predicate(request, &rows, trail, OPERATION_FIND);
    if (rows.failed || rows.text.failed)
        return fail_internal(&request->context, "out of memory");
    if (rows.text.length)
        return guard_refuse(request, trail, OPERATION_FIND, "not every entry is shown to the user");
    for (int i = 0; i < trail->field_count; i++)
        if (guard_hides_field(request, trail, i))
            return guard_refuse(request, trail, OPERATION_FIND, "a field is hidden from the user");
    return true;
}

static void write_fault(struct verification *verification, int64_t from, int64_t to,
                        const char *fault)
{
    struct buffer *body = verification->body;

    if (verification->faults++ >= FAULTS)
        return;
    buffer_add_string(body, verification->faults > 1 ? ",{\"from\":" : "{\"from\":");
    buffer_add_int64(body, from);
    buffer_add_string(body, ",\"to\":");
    buffer_add_int64(body, to);
    buffer_add_string(body, ",\"fault\":\"");
    buffer_add_string(body, fault);
    buffer_add_string(body, "\"}");
}

static bool check_entry(void *state, const struct audit_record *record)
{
    struct verification *verification = state;
    int64_t number = record->entry.number;
    struct audit_flaws flaws;

    if (verification->chain.entries == verification->limit) {
        verification->is_stopped = true;
        return false;
    }
    audit_chain_add(&verification->chain, record, &flaws);
    if (flaws.missing_from)
        write_fault(verification, flaws.missing_from, number - 1, "missing");
    if (flaws.has_no_hash || flaws.is_changed ||
        (number == verification->head.number &&
         memcmp(verification->chain.last_hash, verification->head.hash, AUDIT_HASH_BYTES) != 0))
        write_fault(verification, number, number, "changed");
    else if (flaws.behind)
        write_fault(verification, number, number, "time");
    return true;
}

/* The entry behind which the walk begins: its hash is what the next one is made with. */
static bool begin_after(struct request *request, struct verification *verification, int64_t after)
{
    struct audit_chain *chain = &verification->chain;
    struct store_statement *row;
    struct text hash;
    bool found;

    chain->last_number = after;
    chain->last_is_known = true;
    if (!after)
        return true;
    row = request_statement(request,
                            "SELECT \"hash\", \"at\" FROM \"_AuditEntry\" WHERE \"number\" = ?1",
                            SQL_VALUES(sql_int64(after)));
    if (!sql_next(&request->context, row, &found))
        return false;
    hash = found ? store_column_bytes(row, 0) : text_none();
    chain->last_is_known = hash.length == AUDIT_HASH_BYTES;
    if (chain->last_is_known)
        memcpy(chain->last_hash, hash.bytes, AUDIT_HASH_BYTES);
    chain->latest = found ? store_column_int64(row, 1) : 0;
    chain->last_at = chain->latest;
    store_release(row);
    return true;
}

static void write_last(struct verification *verification)
{
    const struct audit_chain *chain = &verification->chain;
    char hash[2 * AUDIT_HASH_BYTES + 1];

    sodium_bin2hex(hash, sizeof hash, chain->last_hash, AUDIT_HASH_BYTES);
    buffer_add_string(verification->body, ",\"last\":{\"number\":");
    buffer_add_int64(verification->body, chain->last_number);
    buffer_add_string(verification->body, ",\"at\":");
    write_date_value(verification->body, chain->last_at);
    buffer_add_string(verification->body, ",\"hash\":\"");
    buffer_add_string(verification->body, hash);
    buffer_add_string(verification->body, "\"}");
}

/* The highest number that an entry has been given, as the engine remembers it. */
static bool read_end(struct request *request, int64_t *end)
{
    return sql_number(&request->context,
                      request_statement(request,
                                        "SELECT \"seq\" FROM \"sqlite_sequence\" "
                                        "WHERE \"name\" = '_AuditEntry'",
                                        NULL),
                      end);
}

static bool verify(struct request *request, struct verification *verification, int64_t after)
{
    struct audit_chain *chain = &verification->chain;
    int64_t end;

    /* Both before the walk: entries are added meanwhile. */
    if (!audit_head_read(request->server->options.data, &verification->head))
        verification->head.number = 0;
    if (!read_end(request, &end) || !begin_after(request, verification, after))
        return false;
    buffer_add_string(verification->body, "{\"faults\":[");
    if (!audit_trail_walk(&request->context, request->store, after, check_entry, verification))
        return false;
    if (end < verification->head.number)
        end = verification->head.number;
    if (end < chain->last_number)
        end = chain->last_number;
    if (!verification->is_stopped && end > chain->last_number)
        write_fault(verification, chain->last_number + 1, end, "cut-off");
    buffer_add_string(verification->body, "],\"entries\":");
    buffer_add_int64(verification->body, chain->entries);
    if (chain->last_number > 0)
        write_last(verification);
    buffer_add_string(verification->body,
                      verification->is_stopped ? ",\"isDone\":false" : ",\"isDone\":true");
    buffer_add_string(verification->body, ",\"end\":");
    buffer_add_int64(verification->body, end);
    buffer_add_char(verification->body, '}');
    return true;
}

bool audit_verification_get(struct request *request)
{
    static const char *const allowed[] = {"after", "limit", NULL};
    struct verification verification = {.body = &request->response.body};
    int64_t after;

    if (!request->principal.master && !principal_signed_in(&request->principal))
        return fail(&request->context, PARSE_OBJECT_NOT_FOUND,
                    "Permission denied, user needs to be authenticated.");
    if (!request->app->is_audited)
        return fail(&request->context, PARSE_COMMAND_UNAVAILABLE, "This app has no audit trail.");
    if (!parameters_check(request, allowed) ||
        !parameters_read_count(request, "after", 0, &after) ||
        !parameters_read_count(request, "limit", MOST, &verification.limit) ||
        !audit_verification_permits(request) ||
        !audit_read(request, request->app->audit_log, OPERATION_FIND, "verification", text_none()))
        return false;
    if (verification.limit < 1 || verification.limit > MOST)
        verification.limit = MOST;
    return verify(request, &verification, after);
}
