/* rule_text.h - rules in words, for the documents and for what an edit opens and closes. */
#ifndef GENERATOR_EMIT_RULE_TEXT_H
#define GENERATOR_EMIT_RULE_TEXT_H

#include "base/buffer.h"
#include "model/model.h"

/* "patient.user" */
const char *rule_path_text(struct arena *arena, const struct model_path *path);

/* Which rows a rule is about: "all", "where patient is an assigned patient". */
const char *rule_rows_text(struct arena *arena, const struct model_rule *rule);

/* Appends its conditions: ", whose status is not draft". */
void rule_add_conditions(struct buffer *buffer, const struct model_rule *rule);

#endif
