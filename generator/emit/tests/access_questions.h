/* access_questions.h - what the rules ask of a class's rows, and the changes that are to be tried. */
#ifndef GENERATOR_EMIT_TESTS_ACCESS_QUESTIONS_H
#define GENERATOR_EMIT_TESTS_ACCESS_QUESTIONS_H

#include "emit/tests/access_world.h"

/* Whether a rule asks for the field where another has some value. */
bool access_is_needed(const struct model_class *class, const struct model_field *field);

/* Whether the server sets the field, so that nobody else tries to. */
bool access_is_servers(const struct model_class *class, const struct model_field *field);

/* What the rules of a class ask about, and what is to be tried. */
void access_read_questions(struct access_world *world, struct access_class *class);
void access_read_changes(struct access_world *world, struct access_class *class);

#endif
