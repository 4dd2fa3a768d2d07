/* value_forms.c - see value_forms.h. No formatting functions: every row of every answer passes here. */
#include "model/value_forms.h"

#include "formats/date.h"
#include "formats/encoding.h"
#include "formats/json.h"

void write_date_value(struct buffer *buffer, int64_t milliseconds)
{
    buffer_add_string(buffer, "{\"__type\":\"Date\",\"iso\":");
    date_write_json(buffer, milliseconds);
    buffer_add_char(buffer, '}');
}

void write_pointer_value(struct buffer *buffer, struct text class_name, struct text object_id)
{
    buffer_add_string(buffer, "{\"__type\":\"Pointer\",\"className\":");
    json_write_string(buffer, class_name);
    buffer_add_string(buffer, ",\"objectId\":");
    json_write_string(buffer, object_id);
    buffer_add_char(buffer, '}');
}

void write_relation_value(struct buffer *buffer, struct text class_name)
{
    buffer_add_string(buffer, "{\"__type\":\"Relation\",\"className\":");
    json_write_string(buffer, class_name);
    buffer_add_char(buffer, '}');
}

void write_geopoint_value(struct buffer *buffer, struct geopoint point)
{
    buffer_add_string(buffer, "{\"__type\":\"GeoPoint\",\"latitude\":");
    json_write_number(buffer, point.latitude);
    buffer_add_string(buffer, ",\"longitude\":");
    json_write_number(buffer, point.longitude);
    buffer_add_char(buffer, '}');
}

void write_polygon_value(struct buffer *buffer, struct text coordinates)
{
    buffer_add_string(buffer, "{\"__type\":\"Polygon\",\"coordinates\":");
    buffer_add_text(buffer, coordinates);
    buffer_add_char(buffer, '}');
}

void write_bytes_value(struct buffer *buffer, struct text bytes)
{
    buffer_add_string(buffer, "{\"__type\":\"Bytes\",\"base64\":\"");
    base64_write(buffer, bytes);
    buffer_add_string(buffer, "\"}");
}
