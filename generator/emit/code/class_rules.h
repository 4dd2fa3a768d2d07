/* class_rules.h - the tables of a class's rules in classes/NAME.c; the runtime's class.h explains
 * them. */
#ifndef GENERATOR_EMIT_CODE_CLASS_RULES_H
#define GENERATOR_EMIT_CODE_CLASS_RULES_H

#include "base/buffer.h"
#include "model/model.h"

/* Appends the tables of the class's rules, those that have rows. */
void class_rules_add_tables(struct buffer *buffer, const struct model *model,
                            const struct model_class *class);

/* Appends the members of the class's table that point at them. */
void class_rules_add_members(struct buffer *buffer, const struct model_class *class);

/* Appends the line of a rule's sentence, and the sentence itself, as a comment. */
void class_rules_add_place(struct buffer *buffer, const struct model *model,
                           const struct model_rule *rule);

/* The rows of the tables `stamps` and `no_overlaps`, one each. */
void class_rules_add_stamp(struct buffer *buffer, const struct model *model,
                           const struct model_rule *rule);
void class_rules_add_no_overlap(struct buffer *buffer, const struct model *model,
                                const struct model_rule *rule);

/* The table `notices`, where the class has some, and the members about publishing, acknowledging and
 * telling. */
void class_rules_add_notices(struct buffer *buffer, const struct model *model,
                             const struct model_class *class);
void class_rules_add_publishing(struct buffer *buffer, const struct model_class *class);

/* Appends {.audience = ...}: the role, or for NULL every user, and the rows, which may be "". */
void class_rules_add_who(struct buffer *buffer, const struct model_role *role, const char *rows,
                         int indent);

/* Whether the rule is a row of the table `rules`. */
bool class_rules_has(const struct model_rule *rule);

/* The runtime's constants for the operations, as C has them. */
extern const char *const class_rules_operations[OPERATION_TOTAL];

#endif
