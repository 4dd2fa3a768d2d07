/* access_rows.h - making the rows of the world, with all that they point at. */
#ifndef GENERATOR_EMIT_TESTS_ACCESS_ROWS_H
#define GENERATOR_EMIT_TESTS_ACCESS_ROWS_H

#include "emit/tests/access_world.h"

/* The row by which the user is one of those whom a profile makes. */
void access_add_profile(struct access_world *world, size_t user);

/* A user who is only pointed at, or a row of the class that leads to the outsider. */
struct access_value access_base(struct access_world *world, const struct model_class *class,
                                size_t user, int depth);

struct access_class *access_class_in(const struct access_world *world,
                                     const struct model_class *class);

/* Variants of a class's rows: each value of each field that rules ask about with each of the
 * others'. */
size_t access_variant_count(const struct access_class *class);
void access_set_variant(struct access_row *row, const struct access_class *class, size_t variant);
const char *access_variant_text(struct arena *arena, const struct access_class *class,
                                size_t variant);

/* A row in its first variant, not in the world yet; access_add_row() puts it there. */
struct access_row *access_new_row(struct access_world *world, const struct model_class *class);
struct access_value access_add_row(struct access_world *world, struct access_row *row);

struct access_value access_user_value(size_t user);
struct access_value access_new_user(struct access_world *world, const char *name);

/* Whether some row of the class has the value in the field already. */
bool access_is_taken(const struct access_world *world, const struct model_class *class,
                     const struct model_field *field, struct access_value value);

/* Sets the pointers that a row must have and does not have yet: to what is the user's. */
void access_fill(struct access_world *world, struct access_row *row, size_t user, int depth);

/* Points a row to the end by the path, and by all others to the outsider. */
void access_point(struct access_world *world, struct access_row *row, struct model_path path,
                  struct access_value end);

/* A key of world.made. */
const char *access_key_of(struct access_world *world, const char *what,
                          const struct model_class *class, const char *rest,
                          struct access_value end);

#endif
