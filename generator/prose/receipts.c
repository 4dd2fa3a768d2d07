/* receipts.c - clauses about messages, read receipts, by which the recipient says when, or that, a message was read,
 * and about dates that the server sets; see compose.h. */
#include "prose/receipts.h"

#include "prose/about.h"
#include "prose/access.h"
#include "prose/classes.h"
#include "prose/reading.h"
#include "prose/steps.h"
#include "prose/whose.h"

#include <string.h>

/* The class of messages that is spoken of, or else the only one there is; NULL: there are others. */
static struct draft_class *message_class(const struct composer *composer, const struct thing *what)
{
    const char *sender = NULL;
    const char *recipient = NULL;
    if (what)
        return !what->next && what->class && compose_is_message(what->class, &sender, &recipient)
                   ? what->class
                   : NULL;
    return compose_message_class(composer);
}

/* "with read receipts": the recipient says when, or that, a message was read. */
void compose_receipts(struct composer *composer, const struct said *said)
{
    static const char *const fields[] = {"readAt", "isRead", "read", "seenAt", "isSeen", "seen"};
    static const struct condition_said read = {.values = {"read"}, .value_count = 1};
    const struct subject users = {.kind = PERSON_USER, .noun = "user", .words = said->words};
    const struct subject *last = composer->last_who;
    const struct thing *what = said->what ? compose_what(composer, said)
                               : composer->is_first || composer->last_saying == SAYS_MESSAGES
                                   ? NULL
                                   : composer->last_what;
    struct draft_class *class = message_class(composer, what);
    struct thing messages = {.kind = THING_CLASS, .words = said->words};
    struct said full = *said;
    bool done = false;
    messages.class = class;
    full.when = &read;
    composer->last_who = &users; /* a step of a message is its recipient's */
    for (size_t i = 0; class && i < sizeof fields / sizeof fields[0] && !done; i++) {
        done = map_get(&class->field_of, fields[i]) != NULL;
        if (done)
            compose_step(composer, &full, &messages, fields[i], NULL);
    }
    done = done || (class && compose_set_one(composer, &full, &messages, "read", NULL));
    composer->last_who = last;
    if (!done)
        compose_leave(composer, said->words);
}

/* "Patients and providers can message each other", where there is one class of messages. */
void compose_messages(struct composer *composer, const struct said *said)
{
    struct said full = *said;
    struct thing *messages = arena_alloc(composer->arena, sizeof *messages);
    *messages = (struct thing){.kind = THING_CLASS, .words = said->words};
    messages->class = compose_message_class(composer);
    full.what = messages;
    full.acts = compose_implied_act(composer, "send");
    if (messages->class && said->mode != MODE_NEVER)
        compose_access(composer, &full);
    else
        compose_leave(composer, said->words);
}
