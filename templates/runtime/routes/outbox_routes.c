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

/* A word that stands for all of a part. */
struct outbox_word {
    const char *word;
    enum outbox_part part;
};

static bool change(struct request *request, const char *action, const struct outbox_word *words,
                   bool (*make)(struct request *request, struct outbox_choice choice,
                                int64_t *count))
{
    struct text id = request->segments[0];
    struct outbox_choice choice = {.id = id};
    int64_t count;

    for (const struct outbox_word *at = words; at->word; at++)
        if (text_is(id, at->word))
            choice = (struct outbox_choice){text_none(), at->part};
    if (!make(request, choice, &count))
        return false;
    if (choice.id.bytes && !count)
        return fail(&request->context, PARSE_OBJECT_NOT_FOUND, "Object not found.");
    return answer(request, action, choice.id.bytes ? id : text_of(""), count);
}

bool outbox_retry_one(struct request *request)
{
    static const struct outbox_word words[] = {{"all", OUTBOX_GIVEN_UP}, {NULL, OUTBOX_GIVEN_UP}};

    return change(request, "retry", words, outbox_retry);
}

bool outbox_release_one(struct request *request)
{
    static const struct outbox_word words[] = {{"all", OUTBOX_WAITING_HELD},
                                               {NULL, OUTBOX_GIVEN_UP}};

    return change(request, "release", words, outbox_release);
}

bool outbox_drop_one(struct request *request)
{
    static const struct outbox_word words[] = {{"all", OUTBOX_GIVEN_UP},
                                               {"waiting", OUTBOX_WAITING},
                                               {"held", OUTBOX_WAITING_HELD},
                                               {NULL, OUTBOX_GIVEN_UP}};

    return change(request, "drop", words, outbox_drop);
}
