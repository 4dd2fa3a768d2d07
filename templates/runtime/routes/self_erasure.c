/* self_erasure.c - see self_erasure.h. */
#include "routes/self_erasure.h"

#include "accounts/auth_data.h"
#include "accounts/erasure.h"
#include "accounts/lockout.h"
#include "accounts/password_proof.h"
#include "guard/guard.h"
#include "objects/parameters.h"
#include "read/ownership.h"
#include "routes/functions.h"

/* What the stages hand to each other. */
struct self_erasure {
    struct password_proof proof;
    struct auth_data auth; /* the second factor, as a log-in brings it */
};

/* An app in which nobody may do that may have a function of that name itself. */
static bool app_erases(const struct request *request)
{
    return request->app->eraser_count > 0;
}

/* Judged before anything is hashed, and again when it is done. */
static bool check_caller(struct request *request)
{
    const struct principal *principal = &request->principal;
    bool may;

    if (!principal_signed_in(principal) || principal->master)
        return fail(&request->context, PARSE_INVALID_SESSION_TOKEN, "Permission denied");
    if (principal->restricted)
        return guard_refuse(request, request->app->user, OPERATION_DELETE,
                            "the session is restricted");
    return rows_may_erase(request, &may) &&
           (may || fail(&request->context, PARSE_OPERATION_FORBIDDEN, "Permission denied"));
}

bool self_erasure_prepare(struct request *request)
{
    static const char *const allowed[] = {"password", "authData", NULL};
    struct self_erasure *erasure;

    if (!app_erases(request)) {
        request->segments[0] = text_of("erase");
        return functions_prepare(request);
    }
    erasure = arena_alloc(request->context.arena, sizeof *erasure);
    if (!erasure)
        return fail_internal(&request->context, "out of memory");
    request->state = erasure;
    if (!parameters_check(request, allowed) || !check_caller(request))
        return false;
    erasure->proof.password = request_parameter(request, "password");
    return (erasure->proof.password.length ||
            fail(&request->context, PARSE_PASSWORD_MISSING, "password is required.")) &&
           auth_data_read(request, request->body, &erasure->auth) &&
           password_proof_prepare(request, &erasure->proof);
}

bool self_erasure_hash(struct request *request)
{
    struct self_erasure *erasure = request->state;

    if (app_erases(request))
        password_proof_hash(request, &erasure->proof);
    return true;
}

/* All that a log-in asks for: a session that is left open and a password that is known are not the person. */
static bool check_proofs(struct request *request, const struct self_erasure *erasure)
{
    struct text user_id = request->principal.user_id;
    struct text response;

    return password_proof_check(request, &erasure->proof, "erase-failed", request->app->user->name,
                                user_id) &&
           auth_data_check_additional(request, &erasure->auth, user_id) &&
           auth_data_apply(request, &erasure->auth, user_id, AUTH_LOG_IN, &response) &&
           lockout_clear(request, erasure->proof.account);
}

/* With the server's own rights: a user may not delete all that is his. */
static bool erase(struct request *request)
{
    struct text user_id = arena_copy(request->context.arena, request->principal.user_id);
    struct principal before = request_act_as_server(request);
    bool done = user_id.bytes ? erasure_apply(request, user_id, false, &before)
                              : fail_internal(&request->context, "out of memory");

    request_act_as(request, before);
    return done;
}

bool self_erasure_execute(struct request *request)
{
    const struct self_erasure *erasure = request->state;
    struct buffer *body = &request->response.body;

    if (!app_erases(request))
        return functions_execute(request);
    if (!check_caller(request) || !check_proofs(request, erasure))
        return false;
    buffer_add_string(body, "{\"result\":{");
    if (!erase(request))
        return false;
    /* Writing the database anew keeps others waiting, so nobody has it done by asking for this: the server does it for
     * all of these at once (file_sweep.c). */
    buffer_add_string(body, "}}");
    return true;
}
