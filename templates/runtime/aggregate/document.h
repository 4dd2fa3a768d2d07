/* document.h - JSON documents as an aggregation sees them: paths, order, expressions, conditions.
 *
 * A document is an object as clients see it. MongoDB's names for what every object has (_id,
 * _created_at, _updated_at, _p_NAME) mean objectId, createdAt, updatedAt and NAME. A date counts as
 * its ISO text, which sorts as it does. */
#ifndef RUNTIME_AGGREGATE_DOCUMENT_H
#define RUNTIME_AGGREGATE_DOCUMENT_H

#include "base/context.h"

#include <cjson/cJSON.h>

/* The name that a client's name for a field means. */
const char *document_name(const char *name);

/* The value at a dotted path, "address.city" or "list.0"; NULL when there is none. */
const cJSON *document_find(const cJSON *document, const char *path);

/* Orders values of any type as MongoDB does: missing and null, numbers, texts, objects, arrays,
 * booleans. */
int document_compare(const cJSON *a, const cJSON *b);

/* What an expression comes to in a document: "$path", an object of expressions, a date's part
 * ({"$year":"$createdAt"}), arithmetic ({"$add":[...]}), or a plain value. *value is made anew by
 * cJSON, NULL when there is none. Fails with 102 for an expression that is not known. */
bool document_evaluate(struct context *context, const cJSON *document, const cJSON *expression,
                       cJSON **value);

/* Whether document_evaluate() will know the expression, whatever the document; fails with 102, and
 * with 105 for what can be no path. */
bool document_check_expression(struct context *context, const cJSON *expression);

/* Whether a document passes a $match: fields with values or with $eq, $ne, $gt, $gte, $lt, $lte,
 * $in, $nin, $exists, and $and, $or, $nor over such. Fails with 102 for an operator that is not
 * known. */
bool document_match(struct context *context, const cJSON *document, const cJSON *conditions,
                    bool *matches);

#endif
