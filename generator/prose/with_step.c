/* with_step.c - what is set, or must be filled in, where a row comes to some value: "when a message is read, readAt is
 * set to the current time", "the reason must be given when a request is rejected". See compose.h. */
#include "prose/with_step.h"

#include "prose/about.h"
#include "prose/reading.h"
#include "prose/states.h"
#include "prose/steps.h"
#include "prose/told.h"
#include "prose/whose.h"

#include <string.h>

/* The values that a clause speaks of, by their names or by the verb that leads to them; false: there are none. */
static bool values_of(struct composer *composer, const struct said *said,
                      const struct draft_class *class, struct becoming *becoming)
{
    struct prose_condition condition;
    if (!said->when)
        return said->what && compose_is_step(composer, said, class, becoming);
    if (!compose_condition(composer, class, said->when, &condition) || condition.negated ||
        condition.value_count == 0)
        return false;
    *becoming = (struct becoming){.field = condition.field,
                                  .values = states_value(composer->arena, condition.values[0])};
    for (size_t i = 1; i < condition.value_count; i++)
        becoming->values = arena_printf(composer->arena, "%s or %s", becoming->values,
                                        states_value(composer->arena, condition.values[i]));
    return true;
}

/* The one class that is spoken of, all of its rows; NULL: none is. */
static struct draft_class *whole_class(const struct thing *what)
{
    bool is_whole = what && !what->next && !what->conditions &&
                    (what->kind == THING_CLASS || what->kind == THING_FIELD);
    return is_whole ? what->class : NULL;
}

/* All rows of what was spoken of. */
static const struct thing *all_of(struct composer *composer, const struct thing *what)
{
    if (!what || what->next || !what->class)
        return NULL;
    struct thing *all = arena_alloc(composer->arena, sizeof *all);
    *all = *what;
    all->conditions = NULL;
    return all;
}

/* Whether a field can be set so: a date to now, a pointer to whoever does it. */
static bool can_be_set(const struct draft_field *field, bool is_user)
{
    if (!is_user)
        return field->type.kind == FIELD_DATE;
    const char *target = field->type.kind == FIELD_POINTER ? world_target(field) : NULL;
    return target && strcmp(target, "_User") == 0;
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

void compose_stamp(struct composer *composer, const struct said *given)
{
    if (strstr(given->form->pattern, "create|audit|write|mark-as") && !given->what) {
        /* that the server sets a date, and no more, is no rule */
        if (!stamp_by_name(composer, given) && (given->when || given->mode == MODE_NEVER))
            compose_leave(composer, given->words);
        return;
    }
    /* "decidedBy is set to the user and decidedAt to the current time": when the first of them is */
    struct said full = *given;
    bool is_more = strncmp(given->form->pattern, "[,] FIELD ", 10) == 0;
    const struct said *before =
        is_more && composer->last_saying == SAYS_STAMP ? composer->last_stamp : NULL;
    if (before) {
        full.when = before->when;
        full.what = before->what;
        full.acts = before->acts;
    }
    const struct said *said = &full;
    struct draft_class *class =
        is_more && !before ? NULL : whole_class(compose_what(composer, said));
    const struct draft_field *field =
        class && said->states ? map_get(&class->field_of, said->states) : NULL;
    struct becoming becoming;
    bool fits = field && can_be_set(field, said->flags[FLAG_DOER]) && said->mode != MODE_NEVER &&
                values_of(composer, said, class, &becoming);
    if (!fits) {
        compose_leave(composer, said->words);
        return;
    }
    (void)compose_line(composer,
                       arena_printf(composer->arena, "%s.%s becomes %s when %s becomes %s.",
                                    class->model.name, field->model.name,
                                    said->flags[FLAG_DOER] ? "the user" : "now", becoming.field,
                                    becoming.values));
    struct said *kept = arena_alloc(composer->arena, sizeof *kept);
    *kept = full;
    composer->last_stamp = kept;
}

/* Whether a clause that must not be says so of what is there without the field: "must not be rejected without a reason". */
static bool is_without(const struct composer *composer, const struct said *said)
{
    return strstr(said->form->pattern, " not FIELD") && said->mode == MODE_NEVER &&
           compose_has_word(composer, said->words, "without");
}

void compose_required(struct composer *composer, const struct said *said)
{
    const char *pattern = said->form->pattern;
    const struct thing *last = composer->is_first ? NULL : composer->last_what;
    /* "the reason is written by doctors and must be given when": what the clause before is about */
    bool is_of_last = strncmp(pattern, "[,] must|should be given", 24) == 0;
    const char *name = said->states;
    if (is_of_last)
        name =
            last && !last->next && last->fields && !last->fields->next ? last->fields->name : NULL;
    const struct thing *what = said->what ? compose_what(composer, said) : NULL;
    /* "if they reject one": of what was spoken of */
    bool is_of_step = !said->what && said->states && said->when; /* 改為 done 時必須填寫 result */
    bool is_one = is_of_step || strstr(pattern, " ACTS same ") != NULL;
    what = is_one ? all_of(composer, last ? last : composer->earlier_what) : what;
    struct said full = *said;
    full.what = what;
    struct draft_class *class = whole_class(what);
    const struct draft_field *field = class && name ? map_get(&class->field_of, name) : NULL;
    bool is_only = strstr(pattern, "together FIELD") == NULL ||
                   (said->mode == MODE_ONLY && field && field->type.kind != FIELD_POINTER);
    bool is_wrong = said->mode == MODE_NEVER ? !is_without(composer, said)
                                             : strstr(pattern, " not FIELD") != NULL;
    struct becoming becoming;
    if (!field || !is_only || is_wrong || !values_of(composer, &full, class, &becoming) ||
        strcmp(becoming.field, field->model.name) == 0) {
        compose_leave(composer, said->words);
        return;
    }
    for (const char *at = becoming.values; *at != '\0';) {
        const char *end = strstr(at, " or ");
        size_t length = end ? (size_t)(end - at) : strlen(at);
        (void)compose_line(composer,
                           arena_printf(composer->arena, "%s.%s becomes %.*s only with %s.",
                                        class->model.name, becoming.field, (int)length, at,
                                        field->model.name));
        at += length + (end ? 4 : 0);
    }
    /* Who has to fill it in may. */
    if (strstr(pattern, "must|should given") || (is_of_step && composer->last_who))
        compose_step(composer, said, what, field->model.name, NULL);
}
