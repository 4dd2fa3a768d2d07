/* value.c - a field's value on its way between the object's struct, a statement and JSON; see
 * value.h. How it gets into the struct from JSON is in value_from_json.c. */
#include "model/value.h"

#include "formats/json.h"
#include "model/file_value.h"
#include "model/sealed_value.h"
#include "model/value_forms.h"

static int index_of(const struct class *class, const struct class_field *field)
{
    return class_field_index(class, field);
}

static bool is_set(const struct class *class, const struct class_field *field, const void *object)
{
    const unsigned char *states = (const unsigned char *)object + class->state_offset;

    return field->type != FIELD_RELATION && states[index_of(class, field)] == FIELD_SET;
}

static const void *member_of(const struct class_field *field, const void *object)
{
    return object_value(object, field);
}

const char *value_type_word(enum field_type type)
{
    static const char *const names[] = {
        [FIELD_STRING] = "String",     [FIELD_NUMBER] = "Number",     [FIELD_BOOLEAN] = "Boolean",
        [FIELD_DATE] = "Date",         [FIELD_OBJECT] = "Object",     [FIELD_ARRAY] = "Array",
        [FIELD_POINTER] = "Pointer",   [FIELD_RELATION] = "Relation", [FIELD_FILE] = "File",
        [FIELD_GEOPOINT] = "GeoPoint", [FIELD_POLYGON] = "Polygon",   [FIELD_BYTES] = "Bytes",
    };

    return names[type];
}

struct text value_type_name(struct arena *arena, const struct class_field *field)
{
    const char *name = value_type_word(field->type);

    if (!field->target)
        return text_of(name);
    return arena_printf(arena, "%s<%.*s>", name, TEXT_PRINTED(field->target->name));
}

int value_columns(const struct class_field *field)
{
    switch (field->type) {
    case FIELD_RELATION:
        return 0;
    case FIELD_GEOPOINT:
        return 2;
    default:
        return 1;
    }
}

static bool bind_nulls(struct store_statement *statement, int parameter, int count)
{
    for (int i = 0; i < count; i++)
        if (!store_bind_null(statement, parameter + i))
            return false;
    return true;
}

static bool bind_sealed(struct context *context, struct store_statement *statement, int parameter,
                        const struct class *class, const struct class_field *field,
                        const void *object)
{
    struct text sealed;

    return sealed_value_close(context, class, field, ((const struct object *)object)->object_id,
                              member_of(field, object), &sealed) &&
           store_bind_bytes(statement, parameter, sealed);
}

bool value_bind(struct context *context, struct store_statement *statement, int parameter,
                const struct class *class, const struct class_field *field, const void *object)
{
    const void *member = member_of(field, object);
    const struct geopoint *point;

    if (!is_set(class, field, object))
        return bind_nulls(statement, parameter, value_columns(field));
    if (field->sealed)
        return bind_sealed(context, statement, parameter, class, field, object);
    switch (field->type) {
    case FIELD_NUMBER:
        return store_bind_double(statement, parameter, *(const double *)member);
    case FIELD_BOOLEAN:
        return store_bind_int64(statement, parameter, *(const bool *)member);
    case FIELD_DATE:
        return store_bind_int64(statement, parameter, *(const int64_t *)member);
    case FIELD_GEOPOINT:
        point = member;
        return store_bind_double(statement, parameter, point->latitude) &&
               store_bind_double(statement, parameter + 1, point->longitude);
    case FIELD_BYTES:
        return store_bind_bytes(statement, parameter, *(const struct text *)member);
    case FIELD_RELATION:
        return true;
    case FIELD_STRING:
    case FIELD_OBJECT:
    case FIELD_ARRAY:
    case FIELD_POINTER:
    case FIELD_FILE:
    case FIELD_POLYGON:
        return store_bind_text(statement, parameter, *(const struct text *)member);
    }
    return false;
}

static void read_column(struct arena *arena, struct store_statement *row,
                        const struct class_field *field, void *object)
{
    void *member = object_member(object, field);
    struct geopoint *point;

    switch (field->type) {
    case FIELD_NUMBER:
        *(double *)member = store_column_double(row, field->column);
        break;
    case FIELD_BOOLEAN:
        *(bool *)member = store_column_int64(row, field->column) != 0;
        break;
    case FIELD_DATE:
        *(int64_t *)member = store_column_int64(row, field->column);
        break;
    case FIELD_GEOPOINT:
        point = member;
        point->latitude = store_column_double(row, field->column);
        point->longitude = store_column_double(row, field->column + 1);
        break;
    case FIELD_BYTES:
        *(struct text *)member = arena_copy(arena, store_column_bytes(row, field->column));
        break;
    case FIELD_RELATION:
        break;
    case FIELD_STRING:
    case FIELD_OBJECT:
    case FIELD_ARRAY:
    case FIELD_POINTER:
    case FIELD_FILE:
    case FIELD_POLYGON:
        *(struct text *)member = arena_copy(arena, store_column_text(row, field->column));
        break;
    }
}

bool value_read_row(struct context *context, const struct class *class, struct store_statement *row,
                    void *object)
{
    struct arena *arena = context->arena;
    struct object *head = object;

    head->object_id = arena_copy(arena, store_column_text(row, COLUMN_OBJECT_ID));
    head->created_at = store_column_int64(row, COLUMN_CREATED_AT);
    head->updated_at = store_column_int64(row, COLUMN_UPDATED_AT);
    head->has_acl = !store_column_is_null(row, COLUMN_ACL);
    head->acl = head->has_acl ? arena_copy(arena, store_column_text(row, COLUMN_ACL)) : text_none();
    for (int i = 0; i < class->field_count; i++) {
        const struct class_field *field = &class->fields[i];
        bool set = field->type != FIELD_RELATION && !store_column_is_null(row, field->column);
        if (set && !field->sealed)
            read_column(arena, row, field, object);
        else if (set && !sealed_value_open(context, class, field, head->object_id,
                                           store_column_bytes(row, field->column),
                                           object_member(object, field)))
            return false;
        *object_state(class, object, i) = set ? FIELD_SET : FIELD_ABSENT;
    }
    return arena->failed ? fail_internal(context, "out of memory for a row") : true;
}

void value_write_json(struct buffer *buffer, const struct class *class,
                      const struct class_field *field, const void *object)
{
    const void *member = member_of(field, object);

    if (field->type == FIELD_RELATION) {
        write_relation_value(buffer, field->target->name);
        return;
    }
    if (!is_set(class, field, object)) {
        buffer_add_string(buffer, "null");
        return;
    }
    switch (field->type) {
    case FIELD_STRING:
        json_write_string(buffer, *(const struct text *)member);
        break;
    case FIELD_NUMBER:
        json_write_number(buffer, *(const double *)member);
        break;
    case FIELD_BOOLEAN:
        buffer_add_string(buffer, *(const bool *)member ? "true" : "false");
        break;
    case FIELD_DATE:
        write_date_value(buffer, *(const int64_t *)member);
        break;
    case FIELD_OBJECT:
    case FIELD_ARRAY:
        buffer_add_text(buffer, *(const struct text *)member);
        break;
    case FIELD_POINTER:
        write_pointer_value(buffer, field->target->name, *(const struct text *)member);
        break;
    case FIELD_FILE:
        file_value_write_plain(NULL, buffer, *(const struct text *)member);
        break;
    case FIELD_GEOPOINT:
        write_geopoint_value(buffer, *(const struct geopoint *)member);
        break;
    case FIELD_POLYGON:
        write_polygon_value(buffer, *(const struct text *)member);
        break;
    case FIELD_BYTES:
        write_bytes_value(buffer, *(const struct text *)member);
        break;
    case FIELD_RELATION:
        break;
    }
}

bool value_elements_are(struct context *context, struct text json, bool (*is_known)(struct text))
{
    const cJSON *element;

    json_use_arena(context->arena);
    cJSON_ArrayForEach(element, json_parse(context, json))
    {
        if (!cJSON_IsString(element) || !is_known(text_of(element->valuestring)))
            return false;
    }
    return true;
}

bool value_set_default(struct context *context, const struct class *class, int field, void *object,
                       bool *computed)
{
    const struct class_field *described = &class->fields[field];
    const cJSON *json = json_parse(context, described->default_json);

    computed[field] = json && value_from_json(context, class, described, json, object);
    return computed[field];
}

size_t value_member_size(const struct class_field *field)
{
    switch (field->type) {
    case FIELD_RELATION:
        return 0;
    case FIELD_NUMBER:
        return sizeof(double);
    case FIELD_BOOLEAN:
        return sizeof(bool);
    case FIELD_DATE:
        return sizeof(int64_t);
    case FIELD_GEOPOINT:
        return sizeof(struct geopoint);
    default:
        return sizeof(struct text);
    }
}
