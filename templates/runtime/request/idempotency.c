/* idempotency.c - see idempotency.h. The table "_Idempotency" belongs to the server alone. */
#include "request/idempotency.h"

#include "request/server.h"

static const char *const paths[] = {
    "/classes/", "/users", "/installations", "/functions/",
    "/jobs/",    "/roles", "/sessions",      "/batch",
};

bool idempotency_applies(const struct request *request)
{
    if (!request->request_id.length || request->server->options.idempotency_seconds == 0 ||
        !request->writes || (request->method != METHOD_POST && request->method != METHOD_PUT))
        return false;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (request->path.length >= strlen(paths[i]) &&
            memcmp(request->path.bytes, paths[i], strlen(paths[i])) == 0)
            return true;
    return false;
}

static bool run(struct request *request, const char *sql, struct text id, int64_t moment)
{
    struct store_statement *statement = store_prepare(request->store, text_of(sql));
    bool done = statement && store_bind_int64(statement, 1, moment) &&
                (!id.bytes || store_bind_text(statement, 2, id)) &&
                store_step(statement) == STORE_DONE;

    store_release(statement);
    return done ? true : fail_internal(&request->context, "request ids cannot be kept");
}

bool idempotency_claim(struct request *request)
{
    int64_t kept_until = request->now + request->server->options.idempotency_seconds * 1000;

    if (!request->request_id.bytes)
        return true;
    if (!run(request, "DELETE FROM \"_Idempotency\" WHERE \"expiresAt\" <= ?1", text_none(),
             request->now) ||
        !run(request,
             "INSERT INTO \"_Idempotency\" (\"expiresAt\", \"requestId\") VALUES (?1, ?2) "
             "ON CONFLICT (\"requestId\") DO NOTHING",
             request->request_id, kept_until))
        return false;
    if (store_changes(request->store) == 0)
        return fail(&request->context, PARSE_DUPLICATE_REQUEST, "Duplicate request");
    return true;
}

bool idempotency_check(struct request *request)
{
    struct store_statement *statement;
    enum store_step step = STORE_ERROR;

    if (!request->request_id.bytes)
        return true;
    statement =
        store_prepare(request->store, text_of("SELECT 1 FROM \"_Idempotency\" "
                                              "WHERE \"requestId\" = ?1 AND \"expiresAt\" > ?2"));
    if (statement && store_bind_text(statement, 1, request->request_id) &&
        store_bind_int64(statement, 2, request->now))
        step = store_step(statement);
    store_release(statement);
    if (step == STORE_ROW)
        return fail(&request->context, PARSE_DUPLICATE_REQUEST, "Duplicate request");
    return step == STORE_DONE || fail_internal(&request->context, "request ids cannot be read");
}
