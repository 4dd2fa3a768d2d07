/* check_values.c - whether defaults and lists of values fit the types. See draft.h.
 *
 * A default is written in the form that Parse's REST protocol gives the type (Parse REST guide,
 * "Data Types"); a Date may also be its bare ISO 8601 text. */
#include "draft/check_values.h"

#include "base/map.h"

#include <ctype.h>
#include <string.h>

/* Whether the text is a UTC time such as 2024-01-31T23:59:59.000Z. */
static bool is_iso_date(const char *text)
{
    static const char form[] = "dddd-dd-ddTdd:dd:dd";
    for (const char *f = form; *f != '\0'; f++, text++)
        if (*f == 'd' ? !isdigit((unsigned char)*text) : *f != *text)
            return false;
    if (*text == '.') {
        for (text++; isdigit((unsigned char)*text); text++) {
        }
    }
    return strcmp(text, "Z") == 0;
}

/* Whether a value is {"__type": type, ...} with a member of that kind, or with any if key is NULL.
 */
static bool is_typed_object(const struct json_value *value, const char *type, const char *key,
                            enum json_kind kind)
{
    const struct json_value *tag = json_member(value, "__type");
    const struct json_value *member = !key ? tag : json_member(value, key);
    return tag && tag->kind == JSON_STRING && strcmp(tag->text, type) == 0 && member &&
           (!key || member->kind == kind);
}

static bool is_date(const struct json_value *value)
{
    if (value->kind == JSON_STRING)
        return is_iso_date(value->text);
    return is_typed_object(value, "Date", "iso", JSON_STRING) &&
           is_iso_date(json_member(value, "iso")->text);
}

static bool is_pointer_to(const struct json_value *value, const char *class_name)
{
    const struct json_value *target = json_member(value, "className");
    return is_typed_object(value, "Pointer", "objectId", JSON_STRING) && target &&
           target->kind == JSON_STRING && class_name && strcmp(target->text, class_name) == 0;
}

static bool default_fits(const struct ast_type *type, const struct json_value *value)
{
    switch ((enum field_type)type->kind) {
    case FIELD_STRING:
        return value->kind == JSON_STRING;
    case FIELD_NUMBER:
        return value->kind == JSON_NUMBER;
    case FIELD_BOOLEAN:
        return value->kind == JSON_BOOLEAN;
    case FIELD_OBJECT:
        return value->kind == JSON_OBJECT && !json_member(value, "__type");
    case FIELD_ARRAY:
        return value->kind == JSON_ARRAY;
    case FIELD_DATE:
        return is_date(value);
    case FIELD_POINTER:
        return is_pointer_to(value, type->target.text);
    case FIELD_FILE:
        return is_typed_object(value, "File", "name", JSON_STRING);
    case FIELD_GEOPOINT:
        return is_typed_object(value, "GeoPoint", "latitude", JSON_NUMBER) &&
               is_typed_object(value, "GeoPoint", "longitude", JSON_NUMBER);
    case FIELD_POLYGON:
        return is_typed_object(value, "Polygon", "coordinates", JSON_ARRAY);
    case FIELD_BYTES:
        return is_typed_object(value, "Bytes", "base64", JSON_STRING);
    case FIELD_RELATION:
    case FIELD_TYPE_COUNT:
        break;
    }
    return false;
}

static const char *wanted_default(enum field_type type)
{
    static const char *const wanted[FIELD_TYPE_COUNT] = {
        [FIELD_STRING] = "a string",
        [FIELD_NUMBER] = "a number",
        [FIELD_BOOLEAN] = "true or false",
        [FIELD_DATE] = "a time such as 2024-01-31T08:00:00.000Z",
        [FIELD_OBJECT] = "an object without __type",
        [FIELD_ARRAY] = "an array",
        [FIELD_POINTER] = "an object with __type Pointer, its className and an objectId",
        [FIELD_RELATION] = "left out",
        [FIELD_FILE] = "an object with __type File and a name",
        [FIELD_GEOPOINT] = "an object with __type GeoPoint, latitude and longitude",
        [FIELD_POLYGON] = "an object with __type Polygon and coordinates",
        [FIELD_BYTES] = "an object with __type Bytes and base64",
    };
    return (unsigned)type < FIELD_TYPE_COUNT ? wanted[type] : "left out";
}

/* A String's default in a spec need not be quoted: `default 1` is then the text "1". */
static struct json_value as_written(const struct draft_field *field, struct json_value value)
{
    bool is_bare = value.kind == JSON_NUMBER || value.kind == JSON_BOOLEAN;
    bool from_spec = field->spec && field->spec->default_value &&
                     (!field->schema || !field->schema->default_value);
    if (field->type.kind == FIELD_STRING && from_spec && is_bare && value.text)
        value.kind = JSON_STRING;
    return value;
}

static const char *canonical(struct arena *arena, int type, const struct json_value *value)
{
    struct buffer text;
    buffer_init(&text, arena);
    if (type == FIELD_DATE && value->kind == JSON_STRING) {
        buffer_add_string(&text, "{\"__type\":\"Date\",\"iso\":");
        json_write(&text, value);
        buffer_add_string(&text, "}");
    } else {
        json_write(&text, value);
    }
    return text.bytes;
}

static bool is_listed(const struct draft_field *field, const struct json_value *value)
{
    for (size_t i = 0; i < field->model.one_of_count; i++)
        if (value->kind == JSON_STRING && strcmp(field->model.one_of[i], value->text) == 0)
            return true;
    return false;
}

/* The default is one of the listed values, or for an Array each of its elements is. */
static void check_listed(struct draft *draft, const struct draft_field *field,
                         const struct json_value *value, struct span span)
{
    const struct json_value *item = value->kind == JSON_ARRAY ? value->first : value;
    while (item && is_listed(field, item))
        item = value->kind == JSON_ARRAY ? item->next : NULL;
    if (item) {
        diag_report(draft->diag, DIAG_DEFAULT_NOT_LISTED, span,
                    canonical(draft->arena, FIELD_STRING, item), field->model.name);
    }
}

static void check_default(struct draft *draft, struct draft_field *field)
{
    const struct ast_field *inputs[] = {field->schema, field->spec};
    const struct ast *asts[] = {draft->schema, draft->spec};
    for (size_t i = 0; i < 2; i++) {
        if (!inputs[i] || !inputs[i]->default_value)
            continue;
        struct json_value value = as_written(field, *inputs[i]->default_value);
        struct span span = json_span(asts[i]->source, &value);
        if (!default_fits(&field->type, &value)) {
            diag_report(draft->diag, DIAG_DEFAULT_TYPE, span,
                        ast_type_text(draft->arena, &field->type),
                        wanted_default((enum field_type)field->type.kind));
            return;
        }
        if (field->model.one_of_count > 0)
            check_listed(draft, field, &value, span);
        if (!field->model.default_json)
            field->model.default_json = canonical(draft->arena, field->type.kind, &value);
    }
}

/* Takes the list of values into the model, each once. */
static void check_list(struct draft *draft, struct draft_field *field)
{
    const struct ast_value *values = NULL;
    if (field->schema)
        values = field->schema->values;
    if (!values && field->spec)
        values = field->spec->values;
    if (!values)
        return;
    bool takes_values =
        field->type.kind == FIELD_STRING ||
        (field->type.kind == FIELD_ARRAY &&
         (field->type.element == FIELD_STRING || field->type.element == AST_ELEMENT_UNSTATED));
    if (!takes_values) {
        diag_report(draft->diag, DIAG_VALUES_TYPE, values->name.span,
                    ast_type_text(draft->arena, &field->type));
        return;
    }
    struct map seen;
    map_init(&seen, draft->arena);
    struct vector list = {0};
    for (const struct ast_value *value = values; value; value = value->next) {
        char *text = arena_strdup(draft->arena, value->name.text);
        if (!map_add(&seen, text, text))
            vector_add(&list, draft->arena, text);
        else
            diag_report(draft->diag, DIAG_DUPLICATE_VALUE, value->name.span, text);
    }
    field->model.one_of = (const char *const *)list.items;
    field->model.one_of_count = list.count;
}

void check_values(struct draft *draft)
{
    for (size_t i = 0; i < draft->classes.count; i++) {
        const struct draft_class *class = draft_class_at(draft, i);
        for (size_t j = 0; j < class->fields.count; j++) {
            struct draft_field *field = draft_field_at(class, j);
            if (field->type.kind != AST_TYPE_FAULTY) {
                check_list(draft, field);
                check_default(draft, field);
            }
        }
    }
}

static const char *default_text(struct arena *arena, const struct ast_field *field)
{
    if (!field || !field->default_value)
        return NULL;
    struct buffer text;
    buffer_init(&text, arena);
    json_write(&text, field->default_value);
    return text.bytes;
}

static bool same_values(const struct ast_value *a, const struct ast_value *b)
{
    while (a && b && strcmp(a->name.text, b->name.text) == 0) {
        a = a->next;
        b = b->next;
    }
    return !a && !b;
}

void compare_values(struct draft *draft, const struct draft_class *class,
                    const struct draft_field *field)
{
    const struct ast_field *schema = field->schema;
    const struct ast_field *spec = field->spec;
    if (!schema || !spec)
        return;
    const char *there = default_text(draft->arena, schema);
    const char *here = default_text(draft->arena, spec);
    if (here && there && strcmp(here, there) != 0) {
        diag_report(draft->diag, DIAG_DEFAULT_CONFLICT,
                    json_span(draft->spec->source, spec->default_value), class->model.name,
                    spec->name.text, here, there);
        diag_note(draft->diag, json_span(draft->schema->source, schema->default_value),
                  "the other default");
    }
    if (schema->values && spec->values && !same_values(schema->values, spec->values)) {
        diag_report(draft->diag, DIAG_VALUES_CONFLICT, spec->values->name.span, class->model.name,
                    spec->name.text);
        diag_note(draft->diag, schema->values->name.span, "the other values");
    }
}
