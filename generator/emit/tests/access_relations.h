/* access_relations.h - the rows of the world. */
#ifndef GENERATOR_EMIT_TESTS_ACCESS_RELATIONS_H
#define GENERATOR_EMIT_TESTS_ACCESS_RELATIONS_H

#include "emit/tests/access_world.h"

/* Makes rows of the class in each relation to each user that a rule speaks of. */
void access_add_relations(struct access_world *world, struct access_class *class);

#endif
