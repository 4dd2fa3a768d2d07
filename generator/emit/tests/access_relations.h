/* access_relations.h - the rows of the world. */
#ifndef GENERATOR_EMIT_TESTS_ACCESS_RELATIONS_H
#define GENERATOR_EMIT_TESTS_ACCESS_RELATIONS_H

#include "emit/tests/access_world.h"

/* The parts of the builder: access_questions.c reads what the rules of a class ask about and what
 * is to be tried, access_relations.c makes the rows. */
void access_add_relations(struct access_world *world, struct access_class *class);

#endif
