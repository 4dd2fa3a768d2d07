/* self_erasure.c - see self_erasure.h. */
#include "routes/self_erasure.h"

#include "accounts/erasure.h"
#include "accounts/lockout.h"
#include "accounts/password_proof.h"
#include "guard/guard.h"
#include "objects/parameters.h"
#include "read/ownership.h"
#include "routes/functions.h"

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
    static const char *const allowed[] = {"password", NULL};
    struct password_proof *proof;

    if (!app_erases(request)) {
        request->segments[0] = text_of("erase");
        return functions_prepare(request);
    }
    proof = arena_alloc(request->context.arena, sizeof *proof);
    if (!proof)
        return fail_internal(&request->context, "out of memory");
    request->state = proof;
    if (!parameters_check(request, allowed) || !check_caller(request))
        return false;
    proof->password = request_parameter(request, "password");
    return (proof->password.length ||
            fail(&request->context, PARSE_PASSWORD_MISSING, "password is required.")) &&
           password_proof_prepare(request, proof);
}

bool self_erasure_hash(struct request *request)
{
    if (app_erases(request))
        password_proof_hash(request, request->state);
    return true;
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
    const struct password_proof *proof = request->state;
    struct buffer *body = &request->response.body;

    if (!app_erases(request))
        return functions_execute(request);
    if (!check_caller(request) ||
        !password_proof_check(request, proof, "erase-failed", request->app->user->name,
                              request->principal.user_id) ||
        !lockout_clear(request, proof->account))
        return false;
    buffer_add_string(body, "{\"result\":{");
    if (!erase(request))
        return false;
    /* Writing the database anew keeps others waiting, so nobody has it done by asking for this: the server does it for
     * all of these at once (file_sweep.c). */
    buffer_add_string(body, "}}");
    return true;
}
