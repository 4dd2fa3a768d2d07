/* rule_difference.h - what an edit opens that no row shows: a rule is gone that kept something (an audit, a
 * lifecycle, a signature, a time-out), or one is new that lets somebody do something (signing up, an
 * export, an emergency). Which kinds do is a column of model/rule_kinds.def. */
#ifndef GENERATOR_EVOLVE_RULE_DIFFERENCE_H
#define GENERATOR_EVOLVE_RULE_DIFFERENCE_H

#include "evolve/access_difference.h"
#include "evolve/access_union.h"

/* Adds to the differences what rules of the united models open, but for rules about classes that are in
 * one of them alone. */
void rule_differences_find(struct access_differences *differences, const struct union_of *all);

#endif
