/* class_rules.h - the tables of a class's rules in classes/NAME.c; the runtime's class.h explains
 * them. */
#ifndef CAREGEN_EMIT_CLASS_RULES_H
#define CAREGEN_EMIT_CLASS_RULES_H

#include "base/buffer.h"
#include "model.h"

/* Appends the tables `rules`, `lifecycles` and `requirements`, those that have rows. */
void class_rules_add_tables(struct buffer *buffer, const struct model *model,
                            const struct model_class *class);

/* Appends the members of the class's table that point at them. */
void class_rules_add_members(struct buffer *buffer, const struct model_class *class);

/* Whether the rule is a row of the table `rules`. */
bool class_rules_has(const struct model_rule *rule);

#endif
