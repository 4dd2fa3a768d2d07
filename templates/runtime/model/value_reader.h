/* value_reader.h - reads a JSON value of each of Parse's types into a member of a class's struct.
 *
 * Each class's emitted reader calls these, one for each of its fields:
 *
 *     static bool read_value(const struct value_source *source, int field, void *object)
 *     {
 *         struct message_object *message = object;
 *
 *         switch (field) {
 *         case message_BODY:
 *             return read_string(source, &message->body);
 *
 * They fail with 111 when the value has another type, as value_from_json() says. Texts are the
 * JSON's own. */
#ifndef RUNTIME_MODEL_VALUE_READER_H
#define RUNTIME_MODEL_VALUE_READER_H

#include "base/context.h"
#include "model/class.h"

#include <cjson/cJSON.h>

/* A value, which is not null, and the field that it is for. */
struct value_source {
    struct context *context;
    const struct class *class;
    const struct class_field *field;
    const cJSON *json;
};

bool read_string(const struct value_source *source, struct text *member);
bool read_number(const struct value_source *source, double *member);
bool read_boolean(const struct value_source *source, bool *member);
bool read_date(const struct value_source *source, int64_t *member);
bool read_object(const struct value_source *source, struct text *member);
bool read_array(const struct value_source *source, struct text *member);
bool read_array_of(const struct value_source *source, enum field_type element_type,
                   struct text *member);
bool read_pointer(const struct value_source *source, struct text *member);
bool read_relation(const struct value_source *source); /* is checked, and has no member */
bool read_file(const struct value_source *source, struct text *member);
bool read_geopoint(const struct value_source *source, struct geopoint *member);
bool read_polygon(const struct value_source *source, struct text *member);
bool read_bytes(const struct value_source *source, struct text *member);

#endif
