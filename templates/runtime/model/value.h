/* value.h - one field's value: from JSON into the object's struct, and from there into parameters.
 *
 * This is the one place that knows each of Parse's types. */
#ifndef RUNTIME_MODEL_VALUE_H
#define RUNTIME_MODEL_VALUE_H

#include "base/buffer.h"
#include "base/context.h"
#include "model/class.h"
#include "store/store.h"

#include <cjson/cJSON.h>

/* Reads a JSON value of the context's arena into the object's member, without copying, and marks the
 * field FIELD_SET (null: FIELD_UNSET). Fails with 111 when the value has another type ("schema
 * mismatch for Class.field; expected ... but got ..."), as parse-server words it. A Relation of the
 * right class is accepted and changes nothing. Operations, {"__op": ...}, are the caller's: here they
 * are objects like any other. */
bool value_from_json(struct context *context, const struct class *class,
                     const struct class_field *field, const cJSON *json, void *object);

/* "String", "Number", "Pointer", ...: a type as schemas name it. */
const char *value_type_word(enum field_type type);

/* "String", "Number", "Pointer<Target>", ... of a field, as error messages name it. */
struct text value_type_name(struct arena *arena, const struct class_field *field);

/* Binds the object's member to the field's parameter (GeoPoint: two), sealed where the field is; absent and
 * unset bind NULL. A sealed value is bound to the object's id, which must be set. */
bool value_bind(struct context *context, struct store_statement *statement, int parameter,
                const struct class *class, const struct class_field *field, const void *object);

/* How many columns, and so parameters, the field takes: 0 for Relation, 2 for GeoPoint, else 1. */
int value_columns(const struct class_field *field);

/* The bytes of the field's member in the struct: 0 for Relation. */
size_t value_member_size(const struct class_field *field);

/* Fills the object's members from a row of the class's columns; texts are copied to the arena, sealed values
 * opened. */
bool value_read_row(struct context *context, const struct class *class, struct store_statement *row,
                    void *object);

/* Appends the member's JSON ("null" when it is not set). Files have no URL in it: what clients are answered is
 * written by file_writer.h. */
void value_write_json(struct buffer *buffer, const struct class *class,
                      const struct class_field *field, const void *object);

/* For a class's own checks (its validate.c). Whether each element of an Array is a known word: */
bool value_elements_are(struct context *context, struct text json, bool (*is_known)(struct text));

/* Gives the field the default that its schema has in JSON, and marks it in computed[]. */
bool value_set_default(struct context *context, const struct class *class, int field, void *object,
                       bool *computed);

/* A required text is taken away, or empty, which parse-server holds for the same. */
static inline bool value_lacks_text(unsigned char state, struct text text)
{
    return state == FIELD_UNSET || (state == FIELD_SET && text.length == 0);
}

#endif
