/* value_reader.c - a value as a client sent it, checked against its field's type.
 *
 * A JSON value has one of Parse's types by its form alone (Parse REST guide, "Data Types"): what has
 * "__type" is what that says, provided that the members it needs are there. classify() finds the
 * type; a class's own reader (its json.c) calls the function of each field's type, which compares it
 * with what it reads. */
#include "model/value_reader.h"

#include "formats/date.h"
#include "formats/encoding.h"
#include "formats/json.h"
#include "model/file_value.h"
#include "model/value.h"

enum { NOT_A_TYPE = -1, LEAST_POLYGON = 3 };

/* What "__type" may say, and the members that must come with it. */
static const struct wire_type {
    const char *name;
    enum field_type type;
    const char *members[2];
    cJSON_bool (*has_form)(const cJSON *member);
} wire_types[] = {
    {"Date", FIELD_DATE, {"iso", NULL}, cJSON_IsString},
    {"Pointer", FIELD_POINTER, {"className", NULL}, cJSON_IsString},
    {"Relation", FIELD_RELATION, {"className", NULL}, cJSON_IsString},
    {"File", FIELD_FILE, {"name", NULL}, cJSON_IsString},
    {"GeoPoint", FIELD_GEOPOINT, {"latitude", "longitude"}, cJSON_IsNumber},
    {"Polygon", FIELD_POLYGON, {"coordinates", NULL}, cJSON_IsArray},
    {"Bytes", FIELD_BYTES, {"base64", NULL}, cJSON_IsString},
};

static bool fail_as_invalid(struct context *context, const char *type)
{
    return fail(context, PARSE_INCORRECT_TYPE, "This is not a valid %s", type);
}

static bool has_members(const struct wire_type *wire, const cJSON *json)
{
    for (size_t i = 0; i < 2 && wire->members[i]; i++)
        if (!wire->has_form(cJSON_GetObjectItemCaseSensitive(json, wire->members[i])))
            return false;
    return true;
}

/* A value counts as an object without a type when its "__type" is one of JavaScript's falsy ones.
 */
static const cJSON *type_member(const cJSON *json)
{
    const cJSON *type = cJSON_GetObjectItemCaseSensitive(json, "__type");

    if (!type || cJSON_IsNull(type) || cJSON_IsFalse(type) ||
        (cJSON_IsString(type) && type->valuestring[0] == '\0'))
        return NULL;
    return type;
}

static bool classify_object(struct context *context, const cJSON *json, int *type)
{
    const cJSON *name = type_member(json);

    *type = FIELD_OBJECT;
    if (!name)
        return true;
    if (!cJSON_IsString(name))
        return fail_as_invalid(context, "__type");
    for (size_t i = 0; i < sizeof wire_types / sizeof *wire_types; i++) {
        if (strcmp(name->valuestring, wire_types[i].name) == 0 &&
            has_members(&wire_types[i], json)) {
            *type = (int)wire_types[i].type;
            return true;
        }
    }
    return fail_as_invalid(context, name->valuestring);
}

/* The field_type of a value, NOT_A_TYPE for null; fails when it claims a type that it is not. */
static bool classify(struct context *context, const cJSON *json, int *type)
{
    if (cJSON_IsObject(json))
        return classify_object(context, json, type);
    if (cJSON_IsString(json))
        *type = FIELD_STRING;
    else if (cJSON_IsNumber(json))
        *type = FIELD_NUMBER;
    else if (cJSON_IsBool(json))
        *type = FIELD_BOOLEAN;
    else if (cJSON_IsArray(json))
        *type = FIELD_ARRAY;
    else
        *type = NOT_A_TYPE;
    return true;
}

/* The type as messages name it; class_name is that of a pointer or relation, else NULL. */
static struct text name_of_type(struct arena *arena, int type, const char *class_name)
{
    if (type == NOT_A_TYPE)
        return text_of("null");

    struct class target = {.name = text_of(class_name)};
    struct class_field field = {.type = (enum field_type)type,
                                .target = class_name ? &target : NULL};
    return value_type_name(arena, &field);
}

static const char *class_name_of(int type, const cJSON *json)
{
    if (type != FIELD_POINTER && type != FIELD_RELATION)
        return NULL;
    return cJSON_GetObjectItemCaseSensitive(json, "className")->valuestring;
}

/* Parse's words for a value of another type; `place` says where in the field ("", "[3]"). */
static bool fail_as_mismatch(const struct value_source *source, struct text place,
                             struct text expected, struct text got)
{
    const struct class *class = source->class;

    return fail(source->context, PARSE_INCORRECT_TYPE,
                "schema mismatch for %.*s.%.*s%.*s; expected %.*s but got %.*s",
                TEXT_PRINTED(class->name), TEXT_PRINTED(source->field->name), TEXT_PRINTED(place),
                TEXT_PRINTED(expected), TEXT_PRINTED(got));
}

/* Whether the value has the type, and names the class that the field points at. */
static bool has_type(const struct value_source *source, enum field_type expected)
{
    struct context *context = source->context;
    const struct class *target = source->field->target;
    const char *class_name;
    int type;

    if (!classify(context, source->json, &type))
        return false;
    class_name = class_name_of(type, source->json);
    if (type == (int)expected && (!target || !class_name || text_is(target->name, class_name)))
        return true;
    return fail_as_mismatch(source, text_of(""), value_type_name(context->arena, source->field),
                            name_of_type(context->arena, type, class_name));
}

/* Keys inside of objects and arrays, at any depth, as parse-server has them. */
static bool check_nested_keys(struct context *context, const cJSON *json)
{
    for (const cJSON *child = json->child; child; child = child->next) {
        if (child->string && strpbrk(child->string, "$."))
            return fail(context, PARSE_INVALID_NESTED_KEY,
                        "Nested keys should not contain the '$' or '.' characters");
        if (!check_nested_keys(context, child))
            return false;
    }
    return true;
}

static bool read_tree(struct context *context, const cJSON *json, struct text *member)
{
    struct buffer buffer;

    if (!check_nested_keys(context, json))
        return false;
    buffer_init(&buffer, context->arena, 0);
    file_value_write_tree(&buffer, json, file_value_write_plain, NULL); /* URLs are not kept */
    if (buffer.failed)
        return fail_internal(context, "out of memory for JSON");
    *member = buffer_text(&buffer);
    return true;
}

bool read_string(const struct value_source *source, struct text *member)
{
    if (!cJSON_IsString(source->json))
        return has_type(source, FIELD_STRING);
    *member = text_of(source->json->valuestring);
    return true;
}

bool read_number(const struct value_source *source, double *member)
{
    if (!cJSON_IsNumber(source->json))
        return has_type(source, FIELD_NUMBER);
    *member = source->json->valuedouble;
    return true;
}

bool read_boolean(const struct value_source *source, bool *member)
{
    if (!cJSON_IsBool(source->json))
        return has_type(source, FIELD_BOOLEAN);
    *member = cJSON_IsTrue(source->json);
    return true;
}

bool read_object(const struct value_source *source, struct text *member)
{
    return has_type(source, FIELD_OBJECT) && read_tree(source->context, source->json, member);
}

bool read_array(const struct value_source *source, struct text *member)
{
    return has_type(source, FIELD_ARRAY) && read_tree(source->context, source->json, member);
}

bool read_array_of(const struct value_source *source, enum field_type element_type,
                   struct text *member)
{
    struct arena *arena = source->context->arena;
    int position = 0;

    if (!has_type(source, FIELD_ARRAY))
        return false;
    for (const cJSON *element = source->json->child; element; element = element->next, position++) {
        int type;
        if (!classify(source->context, element, &type))
            return false;
        if (type != (int)element_type)
            return fail_as_mismatch(source, arena_printf(arena, "[%d]", position),
                                    name_of_type(arena, (int)element_type, NULL),
                                    name_of_type(arena, type, class_name_of(type, element)));
    }
    return read_tree(source->context, source->json, member);
}

bool read_date(const struct value_source *source, int64_t *member)
{
    const cJSON *iso;

    if (!has_type(source, FIELD_DATE))
        return false;
    iso = cJSON_GetObjectItemCaseSensitive(source->json, "iso");
    return date_parse(text_of(iso->valuestring), member) ||
           fail_as_invalid(source->context, "Date");
}

bool read_pointer(const struct value_source *source, struct text *member)
{
    const cJSON *id;

    if (!has_type(source, FIELD_POINTER))
        return false;
    id = cJSON_GetObjectItemCaseSensitive(source->json, "objectId");
    if (!cJSON_IsString(id) || id->valuestring[0] == '\0')
        return fail_as_invalid(source->context, "Pointer");
    *member = text_of(id->valuestring);
    return true;
}

bool read_relation(const struct value_source *source)
{
    return has_type(source, FIELD_RELATION);
}

bool read_file(const struct value_source *source, struct text *member)
{
    const cJSON *name;

    if (!has_type(source, FIELD_FILE))
        return false;
    name = cJSON_GetObjectItemCaseSensitive(source->json, "name");
    if (name->valuestring[0] == '\0')
        return fail_as_invalid(source->context, "File");
    *member = text_of(name->valuestring);
    return true;
}

static bool check_bounds(struct context *context, const char *what, double degrees, double limit)
{
    if (degrees >= -limit && degrees <= limit)
        return true;

    struct buffer number;
    buffer_init(&number, context->arena, 0);
    json_write_number(&number, degrees);
    return fail(context, PARSE_INCORRECT_TYPE, "GeoPoint %s out of bounds: %.*s %c %s%.1f.", what,
                TEXT_PRINTED(buffer_text(&number)), degrees < 0 ? '<' : '>', degrees < 0 ? "-" : "",
                limit);
}

static bool check_point(struct context *context, struct geopoint point)
{
    return check_bounds(context, "latitude", point.latitude, 90) &&
           check_bounds(context, "longitude", point.longitude, 180);
}

bool read_geopoint(const struct value_source *source, struct geopoint *member)
{
    if (!has_type(source, FIELD_GEOPOINT))
        return false;
    member->latitude = cJSON_GetObjectItemCaseSensitive(source->json, "latitude")->valuedouble;
    member->longitude = cJSON_GetObjectItemCaseSensitive(source->json, "longitude")->valuedouble;
    return check_point(source->context, *member);
}

static bool same_point(struct geopoint a, struct geopoint b)
{
    return a.latitude == b.latitude && a.longitude == b.longitude;
}

/* Reads one [latitude, longitude]. */
static bool read_corner(struct context *context, const cJSON *json, struct geopoint *corner)
{
    if (!cJSON_IsArray(json) || cJSON_GetArraySize(json) != 2 || !cJSON_IsNumber(json->child) ||
        !cJSON_IsNumber(json->child->next))
        return fail_as_invalid(context, "Polygon");
    corner->latitude = json->child->valuedouble;
    corner->longitude = json->child->next->valuedouble;
    return check_point(context, *corner);
}

static void write_corner(struct buffer *buffer, struct geopoint corner)
{
    buffer_add_char(buffer, '[');
    json_write_number(buffer, corner.latitude);
    buffer_add_char(buffer, ',');
    json_write_number(buffer, corner.longitude);
    buffer_add_char(buffer, ']');
}

/* A polygon is kept closed: its first corner again at the end, as parse-server keeps it. */
bool read_polygon(const struct value_source *source, struct text *member)
{
    struct context *context = source->context;
    const cJSON *corners;
    struct geopoint different[LEAST_POLYGON]; /* the first so many that are not the same */
    int different_count = 0;
    struct geopoint corner = {0, 0};
    struct buffer buffer;

    if (!has_type(source, FIELD_POLYGON))
        return false;
    corners = cJSON_GetObjectItemCaseSensitive(source->json, "coordinates");
    if (cJSON_GetArraySize(corners) < LEAST_POLYGON)
        return fail(context, PARSE_INVALID_JSON, "Polygon must have at least 3 values");
    buffer_init(&buffer, context->arena, 0);
    buffer_add_char(&buffer, '[');
    for (const cJSON *each = corners->child; each; each = each->next) {
        bool seen = false;
        if (!read_corner(context, each, &corner))
            return false;
        for (int i = 0; i < different_count; i++)
            seen = seen || same_point(different[i], corner);
        if (!seen && different_count < LEAST_POLYGON)
            different[different_count++] = corner;
        if (each != corners->child)
            buffer_add_char(&buffer, ',');
        write_corner(&buffer, corner);
    }
    if (different_count < LEAST_POLYGON)
        return fail(context, PARSE_INCORRECT_TYPE,
                    "GeoJSON: Loop must have at least 3 different vertices");
    if (!same_point(different[0], corner)) {
        buffer_add_char(&buffer, ',');
        write_corner(&buffer, different[0]);
    }
    buffer_add_char(&buffer, ']');
    if (buffer.failed)
        return fail_internal(context, "out of memory for a polygon");
    *member = buffer_text(&buffer);
    return true;
}

bool read_bytes(const struct value_source *source, struct text *member)
{
    const cJSON *base64;

    if (!has_type(source, FIELD_BYTES))
        return false;
    base64 = cJSON_GetObjectItemCaseSensitive(source->json, "base64");
    return base64_read(source->context, text_of(base64->valuestring), member);
}

bool value_from_json(struct context *context, const struct class *class,
                     const struct class_field *field, const cJSON *json, void *object)
{
    struct value_source source = {context, class, field, json};
    int index = class_field_index(class, field);

    if (cJSON_IsNull(json) && field->type != FIELD_RELATION) {
        *object_state(class, object, index) = FIELD_UNSET;
        return true;
    }
    if (!class->codec->read(&source, index, object))
        return false;
    /* Clients send a relation back as it was given to them; it changes by operations only. */
    if (field->type != FIELD_RELATION)
        *object_state(class, object, index) = FIELD_SET;
    return true;
}
