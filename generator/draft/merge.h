/* merge.h - one draft from the built-in classes, the schema and the spec. */
#ifndef GENERATOR_DRAFT_MERGE_H
#define GENERATOR_DRAFT_MERGE_H

#include "draft/draft.h"

/* Starts a draft: the built-in classes, and the union of the inputs. Either may be NULL. */
struct draft *merge(struct diag *diag, const struct ast *schema, const struct ast *spec);

#endif
