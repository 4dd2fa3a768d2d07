/* check_pointers.h - whether pointers and relations lead somewhere. */
#ifndef GENERATOR_DRAFT_CHECK_POINTERS_H
#define GENERATOR_DRAFT_CHECK_POINTERS_H

#include "draft/draft.h"

/* Resolves the targets of pointers and relations. */
void check_pointers(struct draft *draft);

#endif
