/* json_list.h - Parse's array operations, on JSON. */
#ifndef RUNTIME_FORMATS_JSON_LIST_H
#define RUNTIME_FORMATS_JSON_LIST_H

#include "base/buffer.h"
#include "base/context.h"

#include <cjson/cJSON.h>

/* Appends the array that "Add", "AddUnique" or "Remove" with these objects makes of `base`, an
 * array or NULL. Elements are the same when their JSON is. */
bool json_list_change(struct context *context, struct text operation, const cJSON *base,
                      const cJSON *objects, struct buffer *json);

#endif
