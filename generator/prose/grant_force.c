/* grant_force.c - see grant_force.h. */
#include "prose/grant_force.h"

#include "model/in_force.h"
#include "prose/opening_text.h"

/* The dates of a class from which, or until which, its objects count; in one word of the schema's. */
static struct vector dates_of(struct composer *composer, const struct draft_class *class,
                              enum in_force kind)
{
    struct vector names = {0};
    for (size_t i = 0; i < class->fields.count; i++) {
        const struct draft_field *field = draft_field_at(class, i);
        if (field->type.kind == FIELD_DATE &&
            in_force_of(composer->arena, field->model.name, FIELD_DATE) == kind)
            vector_add(&names, composer->arena, (void *)(uintptr_t)field->model.name);
    }
    return names;
}

/* The values of a String by which it counts; false where none of them says so, or, with *has_more, more than a
 * condition can name. */
static bool ask_values(struct composer *composer, const struct draft_field *field,
                       struct prose_condition *condition, bool *has_more)
{
    enum { MOST = sizeof condition->values / sizeof condition->values[0] };
    size_t count = 0;
    for (const struct ast_value *at = world_values(field); at; at = at->next)
        count++;
    const char **values = arena_alloc_array(composer->arena, count + 1, sizeof *values);
    size_t i = 0;
    for (const struct ast_value *at = world_values(field); at; at = at->next)
        values[i++] = at->name.text;
    const char *const *asked = NULL;
    size_t found = in_force_values(composer->arena, values, count, &asked, &condition->negated);
    for (i = 0; i < found && condition->value_count < MOST; i++)
        condition->values[condition->value_count++] = asked[i];
    *has_more = *has_more || found > MOST;
    return found > 0 && found <= MOST;
}

static bool ask_field(struct composer *composer, const struct draft_field *field,
                      struct prose_condition *condition, bool *has_more)
{
    *condition = (struct prose_condition){.field = field->model.name};
    if (field->type.kind == FIELD_STRING)
        return ask_values(composer, field, condition, has_more);
    enum in_force kind = field->type.kind == FIELD_BOOLEAN
                             ? in_force_of(composer->arena, field->model.name, FIELD_BOOLEAN)
                             : IN_FORCE_NOTHING;
    condition->negated = kind == IN_FORCE_FALSE;
    condition->values[condition->value_count++] = "true";
    return kind == IN_FORCE_TRUE || kind == IN_FORCE_FALSE;
}

struct grant_force grant_force_of(struct composer *composer, const struct draft_class *class)
{
    struct arena *arena = composer->arena;
    struct opening asked = {0};
    struct grant_force force = {.when = ""};
    for (size_t i = 0; i < class->fields.count; i++) {
        struct prose_condition condition;
        if (!ask_field(composer, draft_field_at(class, i), &condition, &force.has_more))
            continue;
        if (asked.condition_count < MOST_CONDITIONS)
            asked.conditions[asked.condition_count++] = condition;
        else
            force.has_more = true;
    }
    struct vector from = dates_of(composer, class, IN_FORCE_STARTS);
    struct vector until = dates_of(composer, class, IN_FORCE_ENDS);
    force.has_more = force.has_more || from.count > 1 || until.count > 2;
    if (from.count > 0)
        force.when = arena_printf(arena, " from %s", (const char *)from.items[0]);
    for (size_t i = 0; i < until.count && i < 2; i++)
        force.when = arena_printf(arena, "%s %s %s", force.when, i == 0 ? "until" : "or",
                                  (const char *)until.items[i]);
    force.whose = opening_conditions(arena, &asked);
    return force;
}
