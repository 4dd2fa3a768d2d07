/* credential.c - see credential.h. */
#include "accounts/credential.h"

#include "request/server.h"

bool credential_read(struct request *request, struct text user_id, struct credential *credential)
{
    struct store_statement *statement = store_prepare(
        request->store, text_of("SELECT \"passwordHash\", \"changedAt\" FROM \"_Credential\" "
                                "WHERE \"userId\" = ?1"));
    enum store_step step = STORE_ERROR;

    *credential = (struct credential){.hash = text_none()};
    if (statement && store_bind_text(statement, 1, user_id))
        step = store_step(statement);
    if (step == STORE_ROW) {
        credential->hash = arena_copy(request->context.arena, store_column_text(statement, 0));
        credential->changed_at = store_column_int64(statement, 1);
    }
    store_release(statement);
    if (step != STORE_ROW && step != STORE_DONE)
        return fail_internal(&request->context, "a credential could not be read");
    return true;
}

/* Runs a statement whose first parameter is the user's id and whose second, if it has one, is a
 * number. */
static bool run(struct request *request, const char *sql, struct text user_id, int64_t number)
{
    struct store_statement *statement = store_prepare(request->store, text_of(sql));
    bool done = statement && store_bind_text(statement, 1, user_id) &&
                (number < 0 || store_bind_int64(statement, 2, number)) &&
                store_step(statement) == STORE_DONE;

    store_release(statement);
    return done ? true : fail_internal(&request->context, "credentials could not be written");
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
    return run(request,
               "INSERT INTO \"_FormerPassword\" (\"userId\", \"passwordHash\") "
               "SELECT \"userId\", \"passwordHash\" FROM \"_Credential\" WHERE \"userId\" = ?1",
               user_id, -1) &&
           run(request,
               "DELETE FROM \"_FormerPassword\" WHERE \"userId\" = ?1 AND \"number\" NOT IN ("
               "SELECT \"number\" FROM \"_FormerPassword\" WHERE \"userId\" = ?1 "
               "ORDER BY \"number\" DESC LIMIT ?2)",
               user_id, former_limit(request));
}

bool credential_keep(struct request *request, struct text user_id, struct text hash)
{
    struct store_statement *statement;
    bool done;

    if (former_limit(request) > 0 && !keep_former(request, user_id))
        return false;
    statement = store_prepare(
        request->store,
        text_of("INSERT INTO \"_Credential\" (\"userId\", \"passwordHash\", \"changedAt\") "
                "VALUES (?1, ?2, ?3) ON CONFLICT (\"userId\") DO UPDATE SET "
                "\"passwordHash\" = excluded.\"passwordHash\", "
                "\"changedAt\" = excluded.\"changedAt\""));
    done = statement && store_bind_text(statement, 1, user_id) &&
           store_bind_text(statement, 2, hash) && store_bind_int64(statement, 3, request->now) &&
           store_step(statement) == STORE_DONE;
    store_release(statement);
    return done ? true : fail_internal(&request->context, "a credential could not be kept");
}

bool credential_forget(struct request *request, struct text user_id)
{
    return run(request, "DELETE FROM \"_Credential\" WHERE \"userId\" = ?1", user_id, -1) &&
           run(request, "DELETE FROM \"_FormerPassword\" WHERE \"userId\" = ?1", user_id, -1);
}

bool credential_read_former(struct request *request, struct text user_id, struct text *hashes,
                            size_t *count)
{
    struct store_statement *statement;
    struct credential current;
    enum store_step step = STORE_ERROR;

    *count = 0;
    if (request->server->options.password_history <= 0)
        return true;
    if (!credential_read(request, user_id, &current))
        return false;
    if (current.hash.bytes)
        hashes[(*count)++] = current.hash;
    statement = store_prepare(request->store,
                              text_of("SELECT \"passwordHash\" FROM \"_FormerPassword\" "
                                      "WHERE \"userId\" = ?1 ORDER BY \"number\" DESC LIMIT ?2"));
    if (statement && store_bind_text(statement, 1, user_id) &&
        store_bind_int64(statement, 2, former_limit(request)))
        while ((step = store_step(statement)) == STORE_ROW && *count < PASSWORD_HISTORY_LIMIT)
            hashes[(*count)++] =
                arena_copy(request->context.arena, store_column_text(statement, 0));
    store_release(statement);
    if ((step != STORE_DONE && step != STORE_ROW) || request->context.arena->failed)
        return fail_internal(&request->context, "former passwords could not be read");
    return true;
}
