/* lint.h - what is right for a reader and wrong for its writer: sentences that open nothing more, that
 * contradict each other or the schema, or are without effect, and classes that nobody can fill.
 *
 * All of them are warnings: a server does what such a spec says. They are found in the finished model,
 * so that what sentences bring along counts as well. */
#ifndef GENERATOR_RULES_LINT_H
#define GENERATOR_RULES_LINT_H

#include "base/diag.h"
#include "model/model.h"

/* A class with more rules is no person's work: they are not held against each other. */
enum { LINT_MOST_RULES = 1000 };

/* Reports them all. */
void lint(struct diag *diag, const struct model *model);

/* Its parts: sentences whose rules another one covers; sentences that nothing can come of; what gives access. */
void lint_covered(struct diag *diag, const struct model *model);
void lint_sentences(struct diag *diag, const struct model *model);
void lint_giving(struct diag *diag, const struct model *model);

/* Whether a rule lets somebody do the operation. */
bool lint_opens(const struct model_rule *rule, enum class_operation operation);

#endif
