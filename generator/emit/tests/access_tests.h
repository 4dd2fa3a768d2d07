/* access_tests.h - how much of tests/access.json is about a class or a rule, for documents. */
#ifndef GENERATOR_EMIT_TESTS_ACCESS_TESTS_H
#define GENERATOR_EMIT_TESTS_ACCESS_TESTS_H

#include "emit/tests/access_world.h"

/* Letters of tests/access.json, each of which is tried in every way that leads there. */
struct access_counts {
    size_t *of_class; /* by the model's classes */
    size_t *of_rule;  /* by the model's rules: the letters that say "allowed" because of it */
};

#endif
