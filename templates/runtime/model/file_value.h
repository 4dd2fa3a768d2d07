/* file_value.h - Files as values: {"__type":"File","name":...}, alone or anywhere within an Object or
 * Array.
 *
 * A File is kept as its name. Its URL is made anew for each answer (file_url.h) and never kept. */
#ifndef RUNTIME_MODEL_FILE_VALUE_H
#define RUNTIME_MODEL_FILE_VALUE_H

#include "base/buffer.h"
#include "base/context.h"
#include "model/class.h"

#include <cjson/cJSON.h>

/* The name of a File, when the value is one; else NULL. */
const char *file_value_name(const cJSON *value);

/* Whether stored JSON may hold a File: a quick look, before it is parsed. */
bool file_value_may_be_in(struct text json);

/* Appends the tree's JSON; each File in it is written by `write`, with its name. */
void file_value_write_tree(struct buffer *buffer, const cJSON *tree,
                           void (*write)(void *state, struct buffer *buffer, struct text name),
                           void *state);

/* {"__type":"File","name":...} without a URL; `state` means nothing. */
void file_value_write_plain(void *state, struct buffer *buffer, struct text name);

/* Calls `take` for the name of each File in the object's field; false as soon as it returns false. */
bool file_value_each(struct context *context, const struct class *class,
                     const struct class_field *field, const void *object,
                     bool (*take)(void *state, struct text name), void *state);

#endif
