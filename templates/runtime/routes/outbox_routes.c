/* outbox_routes.c - see outbox_routes.h. */
#include "routes/outbox_routes.h"

#include "guard/audit.h"
#include "outside/outbox_rows.h"

enum { MOST_LISTED = 1000 };

bool outbox_list(struct request *request)
{
    return outbox_write_list(request, MOST_LISTED);
}

static void wake(struct request *request, void *state)
{
    (void)state;
    if (request->server->outbox)
        outbox_wake(request->server->outbox);
}

static bool answer(struct request *request, const char *action, struct text id, int64_t count)
{
    struct text payload =
        arena_printf(request->context.arena, "{\"count\":%lld}", (long long)count);

    if (!payload.bytes)
        return fail_internal(&request->context, "out of memory");
    buffer_add_text(&request->response.body, payload);
    return audit_note(request, action, text_of("_Outbox"), id, payload) &&
           request_afterwards(request, wake, NULL);
}

static bool change(struct request *request, const char *action,
                   bool (*make)(struct request *request, struct outbox_choice choice,
                                int64_t *count))
{
    struct text id = request->segments[0];
    bool is_word = text_is(id, "all") || text_is(id, "waiting");
    struct outbox_choice choice = {is_word ? text_none() : id, text_is(id, "waiting")};
    int64_t count;

    if (!make(request, choice, &count))
        return false;
    if (!is_word && !count)
        return fail(&request->context, PARSE_OBJECT_NOT_FOUND, "Object not found.");
    return answer(request, action, is_word ? text_of("") : id, count);
}

bool outbox_retry_one(struct request *request)
{
    if (text_is(request->segments[0], "waiting"))
        return fail(&request->context, PARSE_OBJECT_NOT_FOUND, "Object not found.");
    return change(request, "retry", outbox_retry);
}

bool outbox_drop_one(struct request *request)
{
    return change(request, "drop", outbox_drop);
}
