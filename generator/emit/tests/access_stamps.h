/* access_stamps.h - what the server sets by itself when a row is written, and which fields are
 * therefore not for everybody to write. */
#ifndef GENERATOR_EMIT_TESTS_ACCESS_STAMPS_H
#define GENERATOR_EMIT_TESTS_ACCESS_STAMPS_H

#include "emit/tests/access_world.h"

/* A field's value as text, its default where it has none; NULL when there is neither. */
const char *access_text_of(const struct access_world *world, const struct access_row *row,
                           const struct model_field *field);

/* Whether clients write the field by a rule that lists it only, and not in a create. */
bool access_is_reserved(const struct model_class *class, const struct model_field *field);

/* Sets in a new row what stamps set there; true when it is another row then. */
bool access_stamp(const struct access_world *world, struct access_row *row);

/* Whether setting the field to the value takes back what a stamp or an acknowledgement has set. */
bool access_takes_back(const struct access_world *world, const struct access_row *row,
                       const struct model_field *field, const char *to);

#endif
