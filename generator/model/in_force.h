/* in_force.h - when an object that gives somebody access counts: an assignment, a consent, a share.
 *
 * Schemas say it in few ways: dates from which and until which, a Boolean such as `active` or `revoked`, a
 * status of which some values are those in force (in_force.def). What has ended, has not begun or waits for
 * somebody's answer gives nothing: a date that is not set bounds nothing, but a Boolean that has to be true
 * and a status that has to have a value do so, too, where they are not set. */
#ifndef GENERATOR_MODEL_IN_FORCE_H
#define GENERATOR_MODEL_IN_FORCE_H

#include "base/arena.h"
#include "model/model.h"

enum in_force {
    IN_FORCE_NOTHING,
    IN_FORCE_STARTS, /* a Date */
    IN_FORCE_ENDS,
    IN_FORCE_TRUE, /* a Boolean */
    IN_FORCE_FALSE,
    IN_FORCE_VALUE, /* of values of a String, see in_force_values() */
    IN_FORCE_OTHER
};

/* What a Date or Boolean of such an object says by the end of its name; IN_FORCE_NOTHING where it says nothing of it, or is
 * of another type. */
enum in_force in_force_of(struct arena *arena, const char *name, enum field_type type);

/* The values of a String that are asked for, out of all that it may take: how many of them are put in the
 * arena at *asked; with *negated, it must have none of them. 0: they do not say whether it counts. */
size_t in_force_values(struct arena *arena, const char *const *values, size_t count,
                       const char *const **asked, bool *negated);

/* All that has to hold of an object of a class, so that it counts. */
struct in_force_terms {
    const struct model_field **starts;
    const struct model_field **ends;
    struct model_condition *conditions;
    size_t start_count;
    size_t end_count;
    size_t condition_count;
};

/* The terms of a class, kept in the arena. */
void in_force_terms(struct arena *arena, const struct model_class *class,
                    struct in_force_terms *terms);

#endif
