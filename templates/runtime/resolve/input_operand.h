/* input_operand.h - one operator of a WhereInput and its operand, in the query language of REST. */
#ifndef RUNTIME_RESOLVE_INPUT_OPERAND_H
#define RUNTIME_RESOLVE_INPUT_OPERAND_H

#include "model/class.h"
#include "request/request.h"

#include <cjson/cJSON.h>

/* Adds a member; false, and the request has failed, when there is no value or no memory. */
bool input_add(struct request *request, cJSON *object, const char *name, cJSON *value);

/* What REST calls the operator, where its operand is a value or several; NULL for others. */
const char *input_operator(const char *name);

/* Adds what {"equalTo": ...} or another operator on the key of the class stands for; nothing, where the name is no
 * operator's. The field is NULL for a built-in column. */
bool input_operand_add(struct request *request, const struct class *class, cJSON *constraints,
                       const char *key, const struct class_field *field, const cJSON *operand);

#endif
