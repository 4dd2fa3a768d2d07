/* opening_text.c - see opening_text.h. */
#include "prose/opening_text.h"

#include "prose/reading.h"
#include "prose/roles.h"
#include "prose/rules.h"
#include "prose/states.h"

#include <string.h>

const char *opening_conditions(struct arena *arena, const struct opening *opening)
{
    struct buffer text;
    buffer_init(&text, arena);
    for (size_t i = 0; i < opening->condition_count; i++) {
        const struct prose_condition *condition = &opening->conditions[i];
        buffer_printf(&text, "%s whose %s is %s", i == 0 ? "" : " and", condition->field,
                      condition->negated ? "not " : "");
        for (size_t j = 0; j < condition->value_count; j++) {
            buffer_printf(&text, "%s%s", j == 0 ? "" : " or ",
                          states_value(arena, condition->values[j]));
        }
    }
    return text.bytes ? text.bytes : "";
}

static const char *operations_text(struct arena *arena, unsigned operations)
{
    static const char *const names[] = {"read", "create", "update", "delete"};
    struct vector list = {0};
    for (size_t i = 0; i < 4; i++)
        if (operations & 1U << i)
            vector_add(&list, arena, (void *)(uintptr_t)names[i]);
    return compose_list(arena, &list);
}

static const char *fields_text(struct arena *arena, const struct field_said *fields)
{
    struct vector list = {0};
    for (; fields; fields = fields->next)
        vector_add(&list, arena, (void *)(uintptr_t)fields->name);
    return compose_list(arena, &list);
}

const char *opening_sentence(struct arena *arena, const struct opening *opening,
                             const struct vector *classes)
{
    const char *deed =
        opening->fields ? arena_printf(arena, "update only %s", fields_text(arena, opening->fields))
                        : operations_text(arena, opening->operations);
    const char *when = opening_conditions(arena, opening);
    const char *names = compose_list(arena, classes);
    if (!opening->role && opening->as)
        return arena_printf(arena, "%s can %s%s %s in which they are the %s%s.",
                            compose_capital(arena, opening->as->plural), deed,
                            opening->fields ? " of" : "", names, opening->actor, when);
    if (!opening->role) {
        return arena_printf(arena, "The %s of %s %s can %s%s%s.", opening->actor,
                            compose_article(names), names, deed, opening->fields ? "" : " it",
                            when);
    }
    const char *who = compose_capital(arena, opening->role->plural);
    const char *of = opening->fields ? " of" : "";
    if (opening->whose == WHOSE_ASSIGNED)
        return arena_printf(arena, "%s can %s%s %s of their assigned %s%s.", who, deed, of, names,
                            opening->people, when);
    return arena_printf(arena, "%s can %s%s %s %s%s.", who, deed, of,
                        opening->whose == WHOSE_ALL ? "all" : "their own", names, when);
}

const char *opening_rows(struct arena *arena, const struct opening *opening,
                         const struct vector *classes)
{
    const char *names = compose_list(arena, classes);
    const char *who = opening->role ? opening->role->plural : opening->as->plural;
    if (!opening->role)
        return arena_printf(arena, "%s in which they are the %s, for %s", names, opening->actor,
                            who);
    if (opening->whose == WHOSE_ASSIGNED)
        return arena_printf(arena, "%s of their assigned %s, for %s", names, opening->people, who);
    return arena_printf(arena, "%s %s, for %s", opening->whose == WHOSE_ALL ? "all" : "their own",
                        names, who);
}
