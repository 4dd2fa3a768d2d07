/* check_indexes.h - the indexes of each class. */
#ifndef GENERATOR_DRAFT_CHECK_INDEXES_H
#define GENERATOR_DRAFT_CHECK_INDEXES_H

#include "draft/draft.h"

/* Turns the indexes that the schema lists into the model's, and adds those that queries want. */
void check_indexes(struct draft *draft);

#endif
