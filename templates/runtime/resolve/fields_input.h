/* fields_input.h - the fields that a mutation gives, as the body of a request of REST. */
#ifndef RUNTIME_RESOLVE_FIELDS_INPUT_H
#define RUNTIME_RESOLVE_FIELDS_INPUT_H

#include "resolve/mutation.h"

/* The body that a FieldsInput of the class, as JSON, stands for; NULL (the input is absent) is an empty one. What it
 * creates along the way, objects that it links and files, goes to the writes first. NULL: the part has failed. */
cJSON *fields_input_read(struct request *part, struct writes *writes, const struct class *class,
                         const cJSON *input);

/* Appends the request that stores a file, whose name from then on is returned; no text: the part has failed. */
struct text fields_input_store_file(struct request *part, struct writes *writes,
                                    const cJSON *upload);

#endif
