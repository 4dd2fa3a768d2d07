/* flags.h - Booleans that say whether something was done. */
#ifndef GENERATOR_PROSE_FLAGS_H
#define GENERATOR_PROSE_FLAGS_H

#include "prose/access.h"

/* The Boolean of a class that the verb leads to, "release" to released; or NULL. */
const struct draft_field *flag_of(const struct composer *composer, const struct draft_class *class,
                                  const struct act *act);

/* Lets them set the Boolean that the verb leads to; false: there is none. */
bool case_set_flag(const struct case_ *one, const struct thing *thing, struct draft_class *class,
                   const struct act *act);

#endif
