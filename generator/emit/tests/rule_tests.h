/* rule_tests.h - what tests/rules.mjs of a server shows, for documents. */
#ifndef GENERATOR_EMIT_TESTS_RULE_TESTS_H
#define GENERATOR_EMIT_TESTS_RULE_TESTS_H

#include "base/buffer.h"
#include "emit/tests/access_world.h"

/* Appends what is tried to show the rule, "`rules.json`: find by recipient". Returns false, and
 * appends nothing, when tests/rules.json has no entry for it. */
bool rule_test_add_words(struct buffer *buffer, const struct access_world *world,
                         const struct model_rule *rule);

#endif
