/* nearest.h - the name that somebody probably meant.
 *
 *     struct nearest nearest = nearest_to("Strng");
 *     nearest_consider(&nearest, "String", span);
 *     if (nearest.best != NULL) diag_note(diag, nearest.span, "did you mean '%s'?", nearest.best);
 */
#ifndef GENERATOR_BASE_NEAREST_H
#define GENERATOR_BASE_NEAREST_H

#include "base/diag.h"
#include "base/source.h"

struct nearest {
    const char *wanted;
    const char *best; /* NULL: nothing is near */
    struct span span; /* of the best */
    size_t distance;
};

struct nearest nearest_to(const char *wanted);

/* Takes the candidate if it is nearer than all before; its span may be nowhere. */
void nearest_consider(struct nearest *nearest, const char *candidate, struct span span);

/* Adds the note "did you mean ...?" to the diagnostic reported last, if anything was near. */
void nearest_note(const struct nearest *nearest, struct diag *diag);

#endif
