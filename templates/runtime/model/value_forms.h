/* value_forms.h - the JSON forms of Parse's types: a date, a pointer, a point (Parse REST guide,
 * "Data Types"). Each is appended to the buffer. */
#ifndef RUNTIME_MODEL_VALUE_FORMS_H
#define RUNTIME_MODEL_VALUE_FORMS_H

#include "base/buffer.h"
#include "formats/geo.h"

#include <stdint.h>

void write_date_value(struct buffer *buffer, int64_t milliseconds);
void write_pointer_value(struct buffer *buffer, struct text class_name, struct text object_id);
void write_relation_value(struct buffer *buffer, struct text class_name);
void write_geopoint_value(struct buffer *buffer, struct geopoint point);
void write_polygon_value(struct buffer *buffer, struct text coordinates);
void write_bytes_value(struct buffer *buffer, struct text bytes);

#endif
