/* refusals.c - see refusals.h. */
#include "routes/refusals.h"

#include "accounts/session_cache.h"
#include "base/log.h"
#include "base/pool.h"
#include "formats/date.h"
#include "formats/json.h"
#include "guard/audit.h"
#include "guard/guard.h"
#include "objects/explanation.h"
#include "request/server.h"
#include "request/told_path.h"

#include <inttypes.h>
#include <stdlib.h>

enum {
    LONGEST_WAIT = 1000,  /* ms: what would have to wait longer is logged without a reason */
    STEPS = 20000000,     /* of the engine, for one */
    MICROSECONDS = 500000 /* the same */
};

struct refusals {
    const struct server *server;
    struct store_connection *store;
    struct pool *pool;
};

/* A request for a row that was answered 101, with what is left of it behind its answer. */
struct refusal {
    struct refusals *refusals;
    struct arena arena;
    uint64_t number;
    struct text user_id; /* no text: nobody */
    struct text installation_id;
    struct sought sought;
};

static struct text name_of(struct text user_id)
{
    return user_id.bytes ? user_id : text_of("nobody");
}

/* What refuses, in words, and what each rule that might have opened the row says of it. */
static struct text describe(struct arena *arena, const struct explanation *explanation)
{
    struct buffer words;

    buffer_init(&words, arena, 512);
    for (const struct finding *finding = explanation->first; finding; finding = finding->next) {
        if (finding->verdict == FINDING_ADMITS || strcmp(finding->what, "sentence") == 0)
            continue;
        buffer_add_string(&words, words.length ? "; " : "");
        buffer_add_string(&words, finding->what);
        buffer_add_string(&words, ": ");
        buffer_add_text(&words, finding->detail);
        if (finding->said) {
            buffer_add_string(&words, " (");
            buffer_add_string(&words, finding->said);
            buffer_add_string(&words, ")");
        }
    }
    return words.failed ? text_of("") : buffer_text(&words);
}

/* Goes on as the one who asked. False when there is no such user any more, or nothing can be read. */
static bool become(struct request *request, const struct refusal *refusal)
{
    bool known = true;

    return !refusal->user_id.bytes ||
           (session_principal_of_user(request, refusal->user_id, &request->principal, &known) &&
            known);
}

static void explain(struct refusal *refusal, struct request *request)
{
    const struct sought *sought = &refusal->sought;
    struct explanation explanation = {
        .class = sought->class, .operation = sought->operation, .object_id = sought->object_id};
    struct text words;

    /* Of an object that is not there nothing is to be told. */
    if (!become(request, refusal) || !explanation_make(request, &explanation) ||
        !explanation.is_there)
        return;
    words = explanation.is_allowed ? text_of("by now it is allowed")
                                   : describe(request->context.arena, &explanation);
    log_info("request %016" PRIx64 ": user %.*s may not %s %.*s/%.*s (%.*s)", refusal->number,
             TEXT_PRINTED(name_of(refusal->user_id)), guard_operation_name(sought->operation),
             TEXT_PRINTED(sought->class->name), TEXT_PRINTED(sought->object_id),
             TEXT_PRINTED(words));
}

static void run(void *job)
{
    struct refusal *refusal = job;
    const struct server *server = refusal->refusals->server;
    struct arena *arena = &refusal->arena;
    struct audit_dues audit = {.first = NULL};
    struct budget budget = {.steps = STEPS, .microseconds = MICROSECONDS};
    struct request request = {
        .context = {.arena = arena},
        .server = server,
        .app = server->app,
        .method = METHOD_GET,
        .installation_id = refusal->installation_id,
        .principal = {.no_acl_is_public = !server->app->private_by_default},
        .budget = &budget,
        .audit = &audit,
        .now = date_now(),
        .store = refusal->refusals->store,
        .response = {.status = 200},
    };

    json_use_arena(arena);
    log_set_request(refusal->number);
    buffer_init(&request.response.body, arena, 256);
    budget_begin(&budget, BUDGET_LONG);
    explain(refusal, &request);
    budget_end();
    arena_release(arena);
    free(refusal);
}

struct refusals *refusals_start(const struct server *server)
{
    struct refusals *refusals = calloc(1, sizeof *refusals);
    const char *reason = "out of memory";

    if (refusals) {
        refusals->server = server;
        refusals->store = store_open(server->database_path, STORE_READ, &reason);
        if (refusals->store)
            refusals->pool = pool_start(&(struct pool_plan){.run = run,
                                                            .threads = 1,
                                                            .longest_milliseconds = LONGEST_WAIT,
                                                            .background = true});
        if (refusals->pool)
            return refusals;
        store_close(refusals->store);
        free(refusals);
    }
    log_error("what is refused can't be looked into: %s", reason);
    return NULL;
}

void refusals_stop(struct refusals *refusals)
{
    if (!refusals)
        return;
    pool_stop(refusals->pool);
    pool_free(refusals->pool);
    store_close(refusals->store);
    free(refusals);
}

/* A copy of what is needed, since the request ends with its answer. NULL when out of memory. */
static struct refusal *copy(const struct request *request)
{
    struct refusal *refusal = calloc(1, sizeof *refusal);
    struct arena *arena;

    if (!refusal)
        return NULL;
    arena = &refusal->arena;
    arena_init(arena);
    refusal->refusals = request->server->refusals;
    refusal->number = request->number;
    refusal->sought = request->sought;
    refusal->sought.object_id = arena_copy(arena, request->sought.object_id);
    if (principal_signed_in(&request->principal))
        refusal->user_id = arena_copy(arena, request->principal.user_id);
    if (request->installation_id.bytes)
        refusal->installation_id = arena_copy(arena, request->installation_id);
    if (!arena->failed)
        return refusal;
    arena_release(arena);
    free(refusal);
    return NULL;
}

/* Has it found out why the row was not to be had. */
static void look_into(const struct request *request)
{
    struct refusal *refusal;

    if (!request->server->refusals || !request->sought.class || request->principal.master)
        return;
    refusal = copy(request);
    if (refusal && !pool_submit(request->server->refusals->pool, 0, refusal)) {
        arena_release(&refusal->arena);
        free(refusal);
    }
}

void refusal_note(const struct request *request)
{
    const struct parse_error *error = &request->context.error;
    char path[TOLD_PATH];

    if (error->refused_by)
        log_info("request %016" PRIx64 ": user %.*s refused: %.*s (%s)", request->number,
                 TEXT_PRINTED(name_of(request->principal.user_id)), TEXT_PRINTED(error->message),
                 error->refused_by);
    else if (error->code == PARSE_OPERATION_FORBIDDEN) {
        /* The message may quote the client. */
        told_path_write(path, request);
        log_info("request %016" PRIx64 ": refused with 119 at %s", request->number, path);
    } else if (error->code == PARSE_OBJECT_NOT_FOUND)
        look_into(request);
}
