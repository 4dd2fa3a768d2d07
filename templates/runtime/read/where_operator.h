/* where_operator.h - the operators of the query language: each appends its predicate over one key.
 *
 * An operator is a row of a table: its name, the field types that it is meant for, and the function
 * that appends its predicate. A further operator is a further row. */
#ifndef RUNTIME_READ_WHERE_OPERATOR_H
#define RUNTIME_READ_WHERE_OPERATOR_H

#include "read/where_operand.h"

typedef bool where_add(struct where *where, const struct where_key *key, const cJSON *operand);

/* Stands among the types for a key with a path: a value within an Object or Array. */
enum { WHERE_WITHIN = 1 << (FIELD_BYTES + 1) };

/* What a condition costs on a row. */
enum where_cost {
    WHERE_COMPARES, /* next to nothing, whatever the row holds */
    WHERE_LISTS,    /* the making of a list, once; then next to nothing */
    WHERE_COMPUTES  /* what the row makes of it */
};

struct where_operator {
    const char *name;
    unsigned types;       /* 1 << field_type and WHERE_WITHIN, ored */
    enum where_cost cost; /* of a whole field, and of few values */
    where_add *add;
};

/* The operator of that name, or NULL. */
const struct where_operator *where_find_operator(const char *name);

/* where_compare.c: a plain value, and comparisons with one or with a list. */
where_add where_add_equal, where_add_not_equal, where_add_less, where_add_less_or_equal,
    where_add_greater, where_add_greater_or_equal, where_add_in, where_add_not_in, where_add_exists;

/* where_array.c */
where_add where_add_all, where_add_contained_by;

/* where_text.c */
where_add where_add_regex, where_add_text;

/* where_geo.c */
where_add where_add_near, where_add_within, where_add_geo_within, where_add_geo_intersects;

/* where_subquery.c */
where_add where_add_in_query, where_add_not_in_query, where_add_select, where_add_dont_select;

/* Helpers that operators share. */

/* Appends that the key has no value (null: true), or one. */
void where_add_is_null(struct where *where, const struct where_key *key, bool null);

/* Appends that an array of the key's row has an element that is in the list, a JSON array: of the
 * same type and value, or a pointer to the same object. */
void where_add_array_has(struct where *where, const struct where_key *key, struct text list);

/* Appends the comparison of two rows of json_each(), named "element" and "listed". */
void where_add_same_element(struct sql *sql);

/* The JSON array of one value. */
struct text where_list_of(struct where *where, const cJSON *value);

/* Whether {"$regex":...} asks only what a text begins with. */
bool where_is_prefix(const cJSON *constraint);

/* Appends "... AND ": what the full-text index of a field finds of {"field":{"$text":...}}, which is
 * all that the search may find and perhaps more. */
bool where_add_candidates(struct where *where, const cJSON *member);

/* Appends that the key's text matches {"$regex":...,"$options":...}; of an array, that an element
 * does. */
bool where_add_matches(struct where *where, const struct where_key *key, const cJSON *constraint);

#endif
