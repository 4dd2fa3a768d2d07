/* check_names.h - whether Parse accepts the names of classes and fields (parse-server,
 * SchemaController, classNameIsValid and fieldNameIsValid). */
#ifndef GENERATOR_DRAFT_CHECK_NAMES_H
#define GENERATOR_DRAFT_CHECK_NAMES_H

#include "draft/draft.h"

/* Checks the names that one input gives to classes and fields. */
void check_names(struct diag *diag, const struct ast *ast);

/* Whether Parse accepts the name for a class of an app. */
bool names_are_plain(const char *name);

#endif
