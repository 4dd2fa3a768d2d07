/* appointments.h - what is done with appointments and other things that have a time. */
#ifndef GENERATOR_PROSE_APPOINTMENTS_H
#define GENERATOR_PROSE_APPOINTMENTS_H

#include "prose/access.h"
#include "prose/compose.h"

/* "Cancel appointments" that have no value for it: they go. */
bool case_cancel_wholly(const struct case_ *one, const struct thing *thing,
                        struct draft_class *class);

/* "move": the times of the class change, and nothing else; false when it has none. */
bool case_move(const struct case_ *one, const struct thing *thing, struct draft_class *class);

/* What is made when something of the class is booked: CourseBooking for Course, where there is that. */
struct draft_class *case_own_booking_of(const struct composer *composer, struct draft_class *class);
struct draft_class *case_booking_of(const struct composer *composer, struct draft_class *class);

#endif
