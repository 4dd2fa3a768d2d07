/* access_binding.h - what binds everybody, the master key included. */
#ifndef GENERATOR_EMIT_TESTS_ACCESS_BINDING_H
#define GENERATOR_EMIT_TESTS_ACCESS_BINDING_H

#include "emit/tests/access_judge.h"

/* Whether changes of the class's rows are signed, of some kind or other. */
bool access_has_signatures(const struct model_class *class);
bool access_needs_signature(const struct access_world *world, const struct access_row *row,
                            const struct access_change *change);

/* Whether rows of the class, which are all new, cannot be deleted yet, or ever. */
bool access_is_kept(const struct model_class *class);

#endif
