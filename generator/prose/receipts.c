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

/* The value that a date is of by its name: signedAt of "signed"; NULL: there is none. */
static const char *value_of_date(struct composer *composer, const struct draft_class *class,
                                 const char *name, const char **status)
{
    size_t length = strlen(name);
    bool is_at = length > 2 && strcmp(name + length - 2, "At") == 0;
    struct units units =
        units_of_text(composer->arena, is_at ? arena_copy(composer->arena, name, length - 2) : "");
    struct draft_field *field = NULL;
    size_t taken = 0;
    const char *value = units.count > 0 ? world_value(composer->world, class, units.items,
                                                      units.count, false, &taken, &field)
                                        : NULL;
    *status = value ? field->model.name : NULL;
    return value;
}

/* 簽署時間由系統自動填入: when that value is reached. Whether it was said of just one class. */
static bool stamp_by_name(struct composer *composer, const struct said *said)
{
    struct draft_class *found = NULL;
    const char *status = NULL;
    const char *value = NULL;
    for (size_t i = 0; i < composer->draft->classes.count && said->states; i++) {
        struct draft_class *class = draft_class_at(composer->draft, i);
        const struct draft_field *field = map_get(&class->field_of, said->states);
        const char *of = NULL;
        const char *reached = field && field->type.kind == FIELD_DATE && !class->model.builtin
                                  ? value_of_date(composer, class, said->states, &of)
                                  : NULL;
        bool is_said = reached && (!said->when || (said->when->value_count == 1 &&
                                                   strcmp(said->when->values[0], reached) == 0));
        if (is_said && found)
            return false;
        found = is_said ? class : found;
        value = is_said ? reached : value;
        status = is_said ? of : status;
    }
    if (found)
        (void)compose_line(composer,
                           arena_printf(composer->arena, "%s.%s becomes now when %s becomes %s.",
                                        found->model.name, said->states, status, value));
    return found;
}

/* 改為 done 時必須填寫 result: a value that is reached only with the field. */
void compose_requires(struct composer *composer, const struct said *said)
{
    const struct thing *what = composer->is_first ? NULL : composer->last_what;
    const struct draft_class *class = what && !what->next ? what->class : NULL;
    bool has_field = class && said->states && map_get(&class->field_of, said->states);
    struct prose_condition condition;
    bool fits = has_field && said->when &&
                compose_condition(composer, class, said->when, &condition) && !condition.negated;
    for (size_t i = 0; fits && i < condition.value_count; i++)
        (void)compose_line(composer, arena_printf(composer->arena, "%s.%s becomes %s only with %s.",
                                                  class->model.name, condition.field,
                                                  condition.values[i], said->states));
    /* who takes the step fills it in */
    if (fits && composer->last_who)
        compose_step(composer, said, what, said->states, NULL);
    if (!fits)
        compose_leave(composer, said->words);
}

/* "When a message is read, readAt is set to the current time": the server does, in the same update. */
void compose_stamp(struct composer *composer, const struct said *said)
{
    const struct thing *what = compose_what(composer, said);
    struct draft_class *class =
        what && !what->next && what->kind == THING_CLASS ? what->class : NULL;
    if (strstr(said->form->pattern, "create|audit|write|mark-as") && !said->what) {
        /* that the server sets a date, and no more, is no rule */
        if (!stamp_by_name(composer, said) && (said->when || said->mode == MODE_NEVER))
            compose_leave(composer, said->words);
        return;
    }
    const struct draft_field *field =
        class && said->states ? map_get(&class->field_of, said->states) : NULL;
    struct prose_condition condition;
    bool fits = field && field->type.kind == FIELD_DATE && said->when && said->mode != MODE_NEVER &&
                !what->conditions && compose_condition(composer, class, said->when, &condition) &&
                !condition.negated;
    for (size_t i = 0; fits && i < condition.value_count; i++)
        (void)compose_line(composer,
                           arena_printf(composer->arena, "%s.%s becomes now when %s becomes %s.",
                                        class->model.name, field->model.name, condition.field,
                                        condition.values[i]));
    if (!fits)
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
