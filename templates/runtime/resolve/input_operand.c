/* input_operand.c - see input_operand.h. */
#include "resolve/input_operand.h"

#include "resolve/arguments.h"

static cJSON *out_of_memory(struct request *request)
{
    fail_internal(&request->context, "out of memory");
    return NULL;
}

bool input_add(struct request *request, cJSON *object, const char *name, cJSON *value)
{
    if (object && value && cJSON_AddItemToObject(object, name, value))
        return true;
    return fail_internal(&request->context, "out of memory");
}

static const struct operator
{
    const char *name;
    const char *parse;
}
operators[] = {
    {"equalTo", "$eq"},
    {"notEqualTo", "$ne"},
    {"lessThan", "$lt"},
    {"lessThanOrEqualTo", "$lte"},
    {"greaterThan", "$gt"},
    {"greaterThanOrEqualTo", "$gte"},
    {"in", "$in"},
    {"notIn", "$nin"},
    {"exists", "$exists"},
    {"matchesRegex", "$regex"},
    {"options", "$options"},
    {"contains", "$all"},
    {"containedBy", "$containedBy"},
    {"maxDistance", "$maxDistance"},
    {"maxDistanceInRadians", "$maxDistanceInRadians"},
    {"maxDistanceInMiles", "$maxDistanceInMiles"},
    {"maxDistanceInKilometers", "$maxDistanceInKilometers"},
};

const char *input_operator(const char *name)
{
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (strcmp(operators[i].name, name) == 0)
            return operators[i].parse;
    return NULL;
}

/* {"__type": type, key: value}, unless the value is an object, which says its type itself. */
static cJSON *typed(struct request *request, const char *type, const char *key, const cJSON *value)
{
    cJSON *object;

    if (!cJSON_IsString(value))
        return cJSON_Duplicate(value, true);
    object = cJSON_CreateObject();
    return input_add(request, object, "__type", cJSON_CreateString(type)) &&
                   input_add(request, object, key, cJSON_CreateString(value->valuestring))
               ? object
               : NULL;
}

/* A value of the field's type, or of the built-in column's where the field is NULL. */
static cJSON *read_value(struct request *request, const struct class_field *field, bool is_date,
                         const cJSON *value)
{
    if (is_date)
        return typed(request, "Date", "iso", value);
    if (field && field->type == FIELD_BYTES)
        return typed(request, "Bytes", "base64", value);
    if (field && field->type == FIELD_FILE)
        return typed(request, "File", "name", value);
    return cJSON_Duplicate(value, true);
}

/* {"latitude", "longitude"} -> the same as a GeoPoint. */
static cJSON *geopoint(struct request *request, const cJSON *input)
{
    cJSON *point = cJSON_Duplicate(input, true);

    return input_add(request, point, "__type", cJSON_CreateString("GeoPoint")) ? point : NULL;
}

static const cJSON *member(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

static bool add_geopoints(struct request *request, cJSON *list, const cJSON *input)
{
    const cJSON *point;

    cJSON_ArrayForEach(point, input)
    {
        cJSON *read = geopoint(request, point);
        if (!read || !cJSON_AddItemToArray(list, read))
            return false;
    }
    return true;
}

/* {"box": {"bottomLeft", "upperRight"}} */
static cJSON *read_within(struct request *request, const cJSON *input)
{
    const cJSON *box = member(input, "box");
    cJSON *within = cJSON_CreateObject();
    cJSON *list = cJSON_CreateArray();

    if (!input_add(request, within, "$box", list))
        return NULL;
    cJSON *corners[] = {geopoint(request, member(box, "bottomLeft")),
                        geopoint(request, member(box, "upperRight"))};
    for (size_t i = 0; i < 2; i++)
        if (!corners[i] || !cJSON_AddItemToArray(list, corners[i]))
            return out_of_memory(request);
    return within;
}

static cJSON *read_geo_within(struct request *request, const cJSON *input)
{
    const cJSON *polygon = member(input, "polygon");
    const cJSON *sphere = member(input, "centerSphere");
    cJSON *within = cJSON_CreateObject();
    cJSON *list = cJSON_CreateArray();

    if (!input_add(request, within, cJSON_IsArray(polygon) ? "$polygon" : "$centerSphere", list))
        return NULL;
    if (cJSON_IsArray(polygon))
        return add_geopoints(request, list, polygon) ? within : out_of_memory(request);
    if (cJSON_IsObject(sphere)) {
        cJSON *center = geopoint(request, member(sphere, "center"));
        cJSON *distance = cJSON_Duplicate(member(sphere, "distance"), true);
        if (!center || !distance || !cJSON_AddItemToArray(list, center) ||
            !cJSON_AddItemToArray(list, distance))
            return out_of_memory(request);
    }
    return within;
}

static cJSON *read_geo_intersects(struct request *request, const cJSON *input)
{
    cJSON *intersects = cJSON_CreateObject();

    return input_add(request, intersects, "$point", geopoint(request, member(input, "point")))
               ? intersects
               : NULL;
}

/* {"search": {"term", ...}} -> {"$search": {"$term", ...}} */
static cJSON *read_text(struct request *request, const cJSON *input)
{
    cJSON *text = cJSON_CreateObject();
    cJSON *search = cJSON_CreateObject();
    const cJSON *option;

    if (!input_add(request, text, "$search", search))
        return NULL;
    cJSON_ArrayForEach(option, member(input, "search"))
    {
        char name[32] = "$";
        size_t length = strlen(option->string);
        if (cJSON_IsNull(option) || length > sizeof name - 2)
            continue;
        memcpy(name + 1, option->string, length + 1);
        if (!input_add(request, search, name, cJSON_Duplicate(option, true)))
            return NULL;
    }
    return text;
}

/* {"query": {"className", "where"}, "key"}: its where is in the query language of REST already. */
static cJSON *read_select(struct request *request, const cJSON *input)
{
    cJSON *select = cJSON_Duplicate(input, true);

    return select ? select : out_of_memory(request);
}

/* Operators whose operands are more than values. */
static const struct special {
    const char *name;
    const char *parse;
    cJSON *(*read)(struct request *request, const cJSON *input);
} specials[] = {
    {"nearSphere", "$nearSphere", geopoint},
    {"within", "$within", read_within},
    {"geoWithin", "$geoWithin", read_geo_within},
    {"geoIntersects", "$geoIntersects", read_geo_intersects},
    {"text", "$text", read_text},
    {"inQueryKey", "$select", read_select},
    {"notInQueryKey", "$dontSelect", read_select},
};

/* Ids in conditions may be global ones. */
static cJSON *read_ids(struct request *request, const struct class *class, const cJSON *value)
{
    struct arena *arena = request->context.arena;
    const cJSON *item;
    cJSON *list;

    if (cJSON_IsString(value)) {
        struct text id = global_id_of_class(arena, class, text_of(value->valuestring));
        return id.bytes ? cJSON_CreateString(id.bytes) : NULL;
    }
    if (!cJSON_IsArray(value))
        return cJSON_Duplicate(value, true);
    list = cJSON_CreateArray();
    cJSON_ArrayForEach(item, value)
    {
        cJSON *id = read_ids(request, class, item);
        if (!id || !cJSON_AddItemToArray(list, id))
            return NULL;
    }
    return list;
}

static cJSON *read_values(struct request *request, const struct class_field *field, bool is_date,
                          const cJSON *input)
{
    const cJSON *item;
    cJSON *list;

    if (!cJSON_IsArray(input))
        return read_value(request, field, is_date, input);
    list = cJSON_CreateArray();
    cJSON_ArrayForEach(item, input)
    {
        cJSON *value = read_value(request, field, is_date, item);
        if (!value || !cJSON_AddItemToArray(list, value))
            return NULL;
    }
    return list;
}

/* The operand of an operator on a key. */
static cJSON *read_operand(struct request *request, const struct class *class, const char *key,
                           const struct class_field *field, const cJSON *operand)
{
    bool is_date = (field && field->type == FIELD_DATE) || strcmp(key, "createdAt") == 0 ||
                   strcmp(key, "updatedAt") == 0;

    if (strcmp(operand->string, "exists") == 0)
        return cJSON_Duplicate(operand, true);
    if (strcmp(key, "objectId") == 0)
        return read_ids(request, class, operand);
    return read_values(request, field, is_date, operand);
}

/* An operator whose operand is more than a value; NULL where there is none. */
static const struct special *special_of(const char *name)
{
    for (size_t i = 0; i < sizeof specials / sizeof *specials; i++)
        if (strcmp(specials[i].name, name) == 0)
            return &specials[i];
    return NULL;
}

bool input_operand_add(struct request *request, const struct class *class, cJSON *constraints,
                       const char *key, const struct class_field *field, const cJSON *operand)
{
    const char *name = input_operator(operand->string);
    const struct special *special = name ? NULL : special_of(operand->string);

    if (name)
        return input_add(request, constraints, name,
                         read_operand(request, class, key, field, operand));
    return !special || cJSON_IsNull(operand) ||
           input_add(request, constraints, special->parse, special->read(request, operand));
}
