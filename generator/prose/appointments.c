/* appointments.c - see appointments.h. */
#include "prose/appointments.h"

#include "prose/deeds.h"
#include "prose/lifecycles.h"
#include "prose/reading.h"
#include "prose/whose.h"

/* Whether objects of the class are for a time to come: they can be cancelled. */
static bool has_time(const struct draft_class *class)
{
    for (size_t i = 0; i < class->fields.count; i++)
        for (const struct ast_value *at = world_values(draft_field_at(class, i)); at; at = at->next)
            if (strcmp(at->name.text, "cancelled") == 0 || strcmp(at->name.text, "canceled") == 0)
                return true;
    return false;
}

static const char *const ends[] = {"Booking", "Appointment", "Reservation"};

struct draft_class *case_own_booking_of(const struct composer *composer, struct draft_class *class)
{
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        const char *name = arena_printf(composer->arena, "%s%s", class->model.name, ends[i]);
        struct draft_class *booking = draft_class(composer->draft, name);
        if (booking)
            return booking;
    }
    return class;
}

/* What is made when something is booked: CourseBooking for Course, where there is that. */
struct draft_class *case_booking_of(const struct composer *composer, struct draft_class *class)
{
    struct draft_class *own = case_own_booking_of(composer, class);
    if (own != class)
        return own;
    /* "Donors book donations": an Appointment, where what is booked has no value for that. */
    for (size_t i = 0; i < sizeof ends / sizeof ends[0] && !has_time(class); i++) {
        struct draft_class *booking = draft_class(composer->draft, ends[i]);
        if (booking && has_time(booking))
            return booking;
    }
    return class;
}

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
