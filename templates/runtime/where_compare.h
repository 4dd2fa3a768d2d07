/* where_compare.h - the comparisons of one key with one operand, as SQL; where.c has the rest.
 *
 * Each operator of the query language is a row of a table: its name, the field types that it is
 * meant for, and the function that appends its predicate. A further operator is a further row. */
#ifndef WHERE_COMPARE_H
#define WHERE_COMPARE_H

#include "where_operand.h"

struct where_operator {
    const char *name;
    unsigned types; /* 1 << field_type, ored */
    bool (*add)(struct where *where, const struct where_key *key, const cJSON *operand);
};

/* The operator of that name, or NULL. */
const struct where_operator *where_find_operator(const char *name);

/* Appends the predicate for a plain value. */
bool where_add_equal(struct where *where, const struct where_key *key, const cJSON *operand);

#endif
