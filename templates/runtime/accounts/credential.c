/* credential.c - see credential.h. */
#include "accounts/credential.h"

#include "request/server.h"

bool credential_read(struct request *request, struct text user_id, struct credential *credential)
{
    struct store_statement *row =
        request_statement(request,
                          "SELECT \"passwordHash\", \"changedAt\" FROM \"_Credential\" "
                          "WHERE \"userId\" = ?1",
                          SQL_VALUES(sql_text(user_id)));
    bool found;
    bool done = sql_next(&request->context, row, &found);

    *credential = (struct credential){.hash = text_none()};
    if (found) {
        credential->hash = arena_copy(request->context.arena, store_column_text(row, 0));
        credential->changed_at = store_column_int64(row, 1);
    }
    store_release(row);
    return done;
}

/* How many passwords before the current one count. */
static int64_t former_limit(const struct request *request)
{
    int64_t history = request->server->options.password_history;

    if (history > PASSWORD_HISTORY_LIMIT)
        history = PASSWORD_HISTORY_LIMIT;
    return history > 0 ? history - 1 : 0;
}

static bool keep_former(struct request *request, struct text user_id)
{
    static const char keep[] =
        "INSERT INTO \"_FormerPassword\" (\"userId\", \"passwordHash\") "
        "SELECT \"userId\", \"passwordHash\" FROM \"_Credential\" WHERE \"userId\" = ?1";
    static const char drop_oldest[] =
        "DELETE FROM \"_FormerPassword\" WHERE \"userId\" = ?1 AND \"number\" NOT IN ("
        "SELECT \"number\" FROM \"_FormerPassword\" WHERE \"userId\" = ?1 "
        "ORDER BY \"number\" DESC LIMIT ?2)";

    return sql_run(&request->context,
                   request_statement(request, keep, SQL_VALUES(sql_text(user_id)))) &&
           sql_run(
               &request->context,
               request_statement(request, drop_oldest,
                                 SQL_VALUES(sql_text(user_id), sql_int64(former_limit(request)))));
}

bool credential_keep(struct request *request, struct text user_id, struct text hash)
{
    static const char upsert[] =
        "INSERT INTO \"_Credential\" (\"userId\", \"passwordHash\", \"changedAt\") "
        "VALUES (?1, ?2, ?3) ON CONFLICT (\"userId\") DO UPDATE SET "
        "\"passwordHash\" = excluded.\"passwordHash\", \"changedAt\" = excluded.\"changedAt\"";

    if (former_limit(request) > 0 && !keep_former(request, user_id))
        return false;
    return sql_run(
        &request->context,
        request_statement(request, upsert,
                          SQL_VALUES(sql_text(user_id), sql_text(hash), sql_int64(request->now))));
}

bool credential_forget(struct request *request, struct text user_id)
{
    static const char *const statements[] = {
        "DELETE FROM \"_Credential\" WHERE \"userId\" = ?1",
        "DELETE FROM \"_FormerPassword\" WHERE \"userId\" = ?1",
    };

    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
        if (!sql_run(&request->context,
                     request_statement(request, statements[i], SQL_VALUES(sql_text(user_id)))))
            return false;
    return true;
}

bool credential_read_former(struct request *request, struct text user_id, struct text *hashes,
                            size_t *count)
{
    struct context *context = &request->context;
    struct store_statement *rows;
    struct credential current;
    bool found = true;
    bool done = true;

    *count = 0;
    if (request->server->options.password_history <= 0)
        return true;
    if (!credential_read(request, user_id, &current))
        return false;
    if (current.hash.bytes)
        hashes[(*count)++] = current.hash;
    rows = request_statement(request,
                             "SELECT \"passwordHash\" FROM \"_FormerPassword\" "
                             "WHERE \"userId\" = ?1 ORDER BY \"number\" DESC LIMIT ?2",
                             SQL_VALUES(sql_text(user_id), sql_int64(former_limit(request))));
    while (*count < PASSWORD_HISTORY_LIMIT && (done = sql_next(context, rows, &found)) && found)
        hashes[(*count)++] = arena_copy(context->arena, store_column_text(rows, 0));
    store_release(rows);
    return done && (!context->arena->failed || fail_internal(context, "out of memory"));
}
