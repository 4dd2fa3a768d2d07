/* json_tree.h - cJSON trees, built in an arena from text that has been checked (json_check.h). */
#ifndef RUNTIME_FORMATS_JSON_TREE_H
#define RUNTIME_FORMATS_JSON_TREE_H

#include "base/context.h"

#include <cjson/cJSON.h>

/* The tree of one valid JSON value. Of members with one name the last value counts, at the place of
 * the first, as in ECMAScript. Fails with 107 for a number that no double can hold. */
cJSON *json_tree_build(struct context *context, struct text valid);

#endif
