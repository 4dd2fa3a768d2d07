/* grant_force.h - when an object that lets others read counts, by its own fields. */
#ifndef GENERATOR_PROSE_GRANT_FORCE_H
#define GENERATOR_PROSE_GRANT_FORCE_H

#include "prose/compose.h"

/* What the sentence of a grant says of its class, in the language's words; "" where its fields say nothing. */
struct grant_force {
    const char *whose; /* " whose status is given" */
    const char *when;  /* " from validFrom until expiresAt or revokedAt" */
    bool has_more;     /* its fields say more than the language can */
};

/* The force of a grant's class: what has not begun, has ended, was taken back or waits for an answer lets
 * nobody read. */
struct grant_force grant_force_of(struct composer *composer, const struct draft_class *class);

#endif
