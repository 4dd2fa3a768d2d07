/* idempotency.c - see idempotency.h. The table "_Idempotency" belongs to the server alone. */
#include "request/idempotency.h"

#include "request/server.h"

static const char *const paths[] = {
    "/classes/", "/users", "/installations", "/functions/",
    "/jobs/",    "/roles", "/sessions",      "/batch",
};

static bool applies(const struct request *request)
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

/* "USER ID", "* ID" of the master key, " ID" of nobody: a user's id has neither a space nor an asterisk. */
static struct text own_id(const struct request *request)
{
    const struct principal *principal = &request->principal;
    struct text user_id = principal->master                ? text_of("*")
                          : principal_signed_in(principal) ? principal->user_id
                                                           : text_of("");

    return arena_join(request->context.arena,
                      (const struct text[]){user_id, TEXT(" "), request->request_id}, 3);
}

bool idempotency_begin(struct request *request)
{
    if (!applies(request)) {
        request->request_id = text_none();
        return true;
    }
    request->request_id = own_id(request);
    return request->request_id.bytes ? true : fail_internal(&request->context, "out of memory");
}

bool idempotency_claim(struct request *request)
{
    int64_t kept_until = request->now + request->server->options.idempotency_seconds * 1000;
    struct context *context = &request->context;

    if (!request->request_id.bytes)
        return true;
    if (!sql_run(context, request_statement(
                              request, "DELETE FROM \"_Idempotency\" WHERE \"expiresAt\" <= ?1",
                              SQL_VALUES(sql_int64(request->now)))) ||
        !sql_run(context, request_statement(
                              request,
                              "INSERT INTO \"_Idempotency\" (\"expiresAt\", \"requestId\") "
                              "VALUES (?1, ?2) ON CONFLICT (\"requestId\") DO NOTHING",
                              SQL_VALUES(sql_int64(kept_until), sql_text(request->request_id)))))
        return false;
    if (store_changes(request->store) == 0)
        return fail(context, PARSE_DUPLICATE_REQUEST, "Duplicate request");
    request->request_id = text_none(); /* it may come to the writer again, to go on */
    return true;
}

bool idempotency_check(struct request *request)
{
    bool exists;

    if (!request->request_id.bytes)
        return true;
    if (!sql_exists(
            &request->context,
            request_statement(request,
                              "SELECT 1 FROM \"_Idempotency\" "
                              "WHERE \"requestId\" = ?1 AND \"expiresAt\" > ?2",
                              SQL_VALUES(sql_text(request->request_id), sql_int64(request->now))),
            &exists))
        return false;
    return !exists || fail(&request->context, PARSE_DUPLICATE_REQUEST, "Duplicate request");
}
