/* check_permissions.h - class-level permissions, as parse-server validates them (SchemaController,
 * validateCLP). */
#ifndef GENERATOR_DRAFT_CHECK_PERMISSIONS_H
#define GENERATOR_DRAFT_CHECK_PERMISSIONS_H

#include "draft/draft.h"

/* Turns class-level permissions into the model's. */
void check_permissions(struct draft *draft);

#endif
