/* appointments.c - see appointments.h. */
#include "prose/appointments.h"

#include "prose/deeds.h"
#include "prose/lifecycles.h"
#include "prose/reading.h"
#include "prose/whose.h"

bool case_cancel_wholly(const struct case_ *one, const struct thing *thing,
                        struct draft_class *class)
{
    const char *from = NULL;
    const char *to = NULL;
    if (thing->kind != THING_CLASS || !compose_times(class, &from, &to) ||
        !case_open(one, thing, class, DEED_DELETE))
        return false;
    if (!case_is_never(one))
        compose_assumption(one->composer, "what is cancelled is deleted: %s has no value for it",
                           class->model.name);
    return true;
}

bool case_move(const struct case_ *one, const struct thing *thing, struct draft_class *class)
{
    const char *names[2] = {NULL, NULL};
    struct field_said *fields = NULL;
    /* Appointments, and not the patients whom somebody moves. */
    if (thing->kind != THING_CLASS || !compose_times(class, &names[0], &names[1]))
        return false;
    for (size_t i = 2; i-- > 0;) {
        if (!names[i])
            continue;
        struct field_said *field = arena_alloc(one->composer->arena, sizeof *field);
        *field = (struct field_said){.name = names[i], .next = fields};
        fields = field;
    }
    struct thing times = *thing;
    times.kind = THING_FIELD;
    times.class = class;
    times.fields = fields;
    return case_open(one, &times, class, DEED_UPDATE);
}
