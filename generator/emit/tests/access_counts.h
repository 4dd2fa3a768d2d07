/* access_counts.h - how much the tests of access try: rows, users and cells. */
#ifndef GENERATOR_EMIT_TESTS_ACCESS_COUNTS_H
#define GENERATOR_EMIT_TESTS_ACCESS_COUNTS_H

#include "emit/tests/access_tests.h"

/* Whether the user's requests are tried on the row one by one: on those that are in a relation to
 * them, and on those of people whom they have nothing to do with. */
bool access_is_tried(const struct access_world *world, const struct access_row *row, size_t user);

struct access_counts access_count(const struct access_world *world);

#endif
