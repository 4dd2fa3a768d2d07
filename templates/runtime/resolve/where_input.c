/* where_input.c - see where_input.h. A WhereInput says the same as a where, in other words: operators have
 * names instead of dollar signs, values leave out the types that the schema knows. What becomes of it is
 * judged by where.c, as any where is. */
#include "resolve/where_input.h"

#include "resolve/arguments.h"

enum { DEPTH_LIMIT = 64 };

struct reader {
    struct request *request;
    int depth;
};

static cJSON *read_where(struct reader *reader, const struct class *class, const cJSON *input);

static cJSON *out_of_memory(struct reader *reader)
{
    fail_internal(&reader->request->context, "out of memory");
    return NULL;
}

/* Adds a member; false, and the request has failed, when there is no value or no memory. */
static bool add(struct reader *reader, cJSON *object, const char *name, cJSON *value)
{
    if (object && value && cJSON_AddItemToObject(object, name, value))
        return true;
    return fail_internal(&reader->request->context, "out of memory");
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

static const char *operator_of(const char *name)
{
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (strcmp(operators[i].name, name) == 0)
            return operators[i].parse;
    return NULL;
}

/* {"__type": type, key: value}, unless the value is an object, which says its type itself. */
static cJSON *typed(struct reader *reader, const char *type, const char *key, const cJSON *value)
{
    cJSON *object;

    if (!cJSON_IsString(value))
        return cJSON_Duplicate(value, true);
    object = cJSON_CreateObject();
    return add(reader, object, "__type", cJSON_CreateString(type)) &&
                   add(reader, object, key, cJSON_CreateString(value->valuestring))
               ? object
               : NULL;
}

/* A value of the field's type, or of the built-in column's where the field is NULL. */
static cJSON *read_value(struct reader *reader, const struct class_field *field, bool is_date,
                         const cJSON *value)
{
    if (is_date)
        return typed(reader, "Date", "iso", value);
    if (field && field->type == FIELD_BYTES)
        return typed(reader, "Bytes", "base64", value);
    if (field && field->type == FIELD_FILE)
        return typed(reader, "File", "name", value);
    return cJSON_Duplicate(value, true);
}

/* {"latitude", "longitude"} -> the same as a GeoPoint. */
static cJSON *geopoint(struct reader *reader, const cJSON *input)
{
    cJSON *point = cJSON_Duplicate(input, true);

    return add(reader, point, "__type", cJSON_CreateString("GeoPoint")) ? point : NULL;
}

static const cJSON *member(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

static bool add_geopoints(struct reader *reader, cJSON *list, const cJSON *input)
{
    const cJSON *point;

    cJSON_ArrayForEach(point, input)
    {
        cJSON *read = geopoint(reader, point);
        if (!read || !cJSON_AddItemToArray(list, read))
            return false;
    }
    return true;
}

/* {"box": {"bottomLeft", "upperRight"}} */
static cJSON *read_within(struct reader *reader, const cJSON *input)
{
    const cJSON *box = member(input, "box");
    cJSON *within = cJSON_CreateObject();
    cJSON *list = cJSON_CreateArray();

    if (!add(reader, within, "$box", list))
        return NULL;
    cJSON *corners[] = {geopoint(reader, member(box, "bottomLeft")),
                        geopoint(reader, member(box, "upperRight"))};
    for (size_t i = 0; i < 2; i++)
        if (!corners[i] || !cJSON_AddItemToArray(list, corners[i]))
            return out_of_memory(reader);
    return within;
}

static cJSON *read_geo_within(struct reader *reader, const cJSON *input)
{
    const cJSON *polygon = member(input, "polygon");
    const cJSON *sphere = member(input, "centerSphere");
    cJSON *within = cJSON_CreateObject();
    cJSON *list = cJSON_CreateArray();

    if (!add(reader, within, cJSON_IsArray(polygon) ? "$polygon" : "$centerSphere", list))
        return NULL;
    if (cJSON_IsArray(polygon))
        return add_geopoints(reader, list, polygon) ? within : out_of_memory(reader);
    if (cJSON_IsObject(sphere)) {
        cJSON *center = geopoint(reader, member(sphere, "center"));
        cJSON *distance = cJSON_Duplicate(member(sphere, "distance"), true);
        if (!center || !distance || !cJSON_AddItemToArray(list, center) ||
            !cJSON_AddItemToArray(list, distance))
            return out_of_memory(reader);
    }
    return within;
}

static cJSON *read_geo_intersects(struct reader *reader, const cJSON *input)
{
    cJSON *intersects = cJSON_CreateObject();

    return add(reader, intersects, "$point", geopoint(reader, member(input, "point"))) ? intersects
                                                                                       : NULL;
}

/* {"search": {"term", ...}} -> {"$search": {"$term", ...}} */
static cJSON *read_text(struct reader *reader, const cJSON *input)
{
    cJSON *text = cJSON_CreateObject();
    cJSON *search = cJSON_CreateObject();
    const cJSON *option;

    if (!add(reader, text, "$search", search))
        return NULL;
    cJSON_ArrayForEach(option, member(input, "search"))
    {
        char name[32] = "$";
        size_t length = strlen(option->string);
        if (cJSON_IsNull(option) || length > sizeof name - 2)
            continue;
        memcpy(name + 1, option->string, length + 1);
        if (!add(reader, search, name, cJSON_Duplicate(option, true)))
            return NULL;
    }
    return text;
}

/* {"query": {"className", "where"}, "key"}: its where is in the query language of REST already. */
static cJSON *read_select(struct reader *reader, const cJSON *input)
{
    cJSON *select = cJSON_Duplicate(input, true);

    return select ? select : out_of_memory(reader);
}

/* Operators whose operands are more than values. */
static const struct special {
    const char *name;
    const char *parse;
    cJSON *(*read)(struct reader *reader, const cJSON *input);
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
static cJSON *read_ids(struct reader *reader, const struct class *class, const cJSON *value)
{
    struct arena *arena = reader->request->context.arena;
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
        cJSON *id = read_ids(reader, class, item);
        if (!id || !cJSON_AddItemToArray(list, id))
            return NULL;
    }
    return list;
}

static cJSON *read_values(struct reader *reader, const struct class_field *field, bool is_date,
                          const cJSON *input)
{
    const cJSON *item;
    cJSON *list;

    if (!cJSON_IsArray(input))
        return read_value(reader, field, is_date, input);
    list = cJSON_CreateArray();
    cJSON_ArrayForEach(item, input)
    {
        cJSON *value = read_value(reader, field, is_date, item);
        if (!value || !cJSON_AddItemToArray(list, value))
            return NULL;
    }
    return list;
}

static bool is_id(const char *name)
{
    return strcmp(name, "id") == 0 || strcmp(name, "objectId") == 0;
}

/* The operand of an operator on a key. */
static cJSON *read_operand(struct reader *reader, const struct class *class, const char *key,
                           const struct class_field *field, const cJSON *operand)
{
    bool is_date = (field && field->type == FIELD_DATE) || strcmp(key, "createdAt") == 0 ||
                   strcmp(key, "updatedAt") == 0;

    if (strcmp(operand->string, "exists") == 0)
        return cJSON_Duplicate(operand, true);
    if (is_id(key))
        return read_ids(reader, class, operand);
    return read_values(reader, field, is_date, operand);
}

/* {"equalTo": ..., "in": ...} */
static bool add_constraints(struct reader *reader, const struct class *class, cJSON *where,
                            const cJSON *input, const struct class_field *field)
{
    const char *key = is_id(input->string) ? "objectId" : input->string;
    cJSON *constraints = cJSON_CreateObject();
    const cJSON *operand;

    if (!add(reader, where, key, constraints))
        return false;
    cJSON_ArrayForEach(operand, input)
    {
        const char *name = operator_of(operand->string);
        cJSON *read = NULL;
        for (size_t i = 0; !name && i < sizeof specials / sizeof *specials; i++) {
            if (strcmp(specials[i].name, operand->string) != 0)
                continue;
            if (cJSON_IsNull(operand))
                break;
            name = specials[i].parse;
            read = specials[i].read(reader, operand);
            break;
        }
        if (!name)
            continue;
        if (!read)
            read = read_operand(reader, class, key, field, operand);
        if (!add(reader, constraints, name, read))
            return false;
    }
    return true;
}

/* {"equalTo": {"key": "address.city", "value": ...}} of an Object: a condition on a key within it. */
static bool add_entry(struct reader *reader, cJSON *where, const cJSON *input, const cJSON *operand,
                      const cJSON *entry, cJSON *value)
{
    struct arena *arena = reader->request->context.arena;
    const char *key = cJSON_GetStringValue(member(entry, "key"));
    const char *name = operator_of(operand->string);
    struct text path = arena_printf(arena, "%s.%s", input->string, key ? key : "");
    cJSON *constraints = path.bytes ? cJSON_GetObjectItemCaseSensitive(where, path.bytes) : NULL;

    if (!path.bytes || !name)
        return fail_internal(&reader->request->context, "out of memory");
    if (!constraints) {
        constraints = cJSON_CreateObject();
        if (!add(reader, where, path.bytes, constraints))
            return false;
    }
    return add(reader, constraints, name, value);
}

static bool add_list_of_entries(struct reader *reader, cJSON *where, const cJSON *input,
                                const cJSON *operand)
{
    const cJSON *first = operand->child;
    const cJSON *entry;
    cJSON *list = cJSON_CreateArray();

    if (!first)
        return fail(&reader->request->context, PARSE_INVALID_QUERY,
                    "%s of %s needs at least one entry", operand->string, input->string);
    cJSON_ArrayForEach(entry, operand)
    {
        cJSON *value = cJSON_Duplicate(member(entry, "value"), true);
        if (!cJSON_Compare(member(entry, "key"), member(first, "key"), true))
            return fail(&reader->request->context, PARSE_INVALID_QUERY,
                        "%s of %s takes entries of one key", operand->string, input->string);
        if (!value || !cJSON_AddItemToArray(list, value))
            return fail_internal(&reader->request->context, "out of memory");
    }
    return add_entry(reader, where, input, operand, first, list);
}

static bool add_entries(struct reader *reader, const struct class *class, cJSON *where,
                        const cJSON *input, const struct class_field *field)
{
    const cJSON *operand;

    cJSON_ArrayForEach(operand, input)
    {
        bool added;
        if (cJSON_IsArray(operand))
            added = add_list_of_entries(reader, where, input, operand);
        else if (cJSON_IsObject(operand) && operator_of(operand->string))
            added = add_entry(reader, where, input, operand, operand,
                              cJSON_Duplicate(member(operand, "value"), true));
        else
            return add_constraints(reader, class, where, input, field);
        if (!added)
            return false;
    }
    return true;
}

/* {"where": ..., "className": ...} under $inQuery or $notInQuery. */
static bool add_subquery(struct reader *reader, cJSON *constraints, const char *name,
                         const struct class *target, cJSON *where)
{
    cJSON *query = cJSON_CreateObject();

    return add(reader, query, "where", where) &&
           add(reader, query, "className", cJSON_CreateString(target->name.bytes)) &&
           add(reader, constraints, name, query);
}

static cJSON *pointer_to(struct reader *reader, const struct class *target, const char *id)
{
    struct arena *arena = reader->request->context.arena;
    struct text object_id = global_id_of_class(arena, target, text_of(id));
    cJSON *pointer = cJSON_CreateObject();

    return object_id.bytes && add(reader, pointer, "__type", cJSON_CreateString("Pointer")) &&
                   add(reader, pointer, "className", cJSON_CreateString(target->name.bytes)) &&
                   add(reader, pointer, "objectId", cJSON_CreateString(object_id.bytes))
               ? pointer
               : NULL;
}

/* The operand of {"objectId": {"equalTo": id}} or {"objectId": {"in": [ids]}}, where that is all that is asked of a
 * target: the pointer itself is compared then, and nobody is asked for what it leads to. */
static const cJSON *only_ids(const cJSON *inner)
{
    const cJSON *key = inner->child;
    const cJSON *operand = key && !key->next && is_id(key->string) ? key->child : NULL;
    const cJSON *item;

    if (!operand || operand->next)
        return NULL;
    if (strcmp(operand->string, "equalTo") == 0)
        return cJSON_IsString(operand) ? operand : NULL;
    if (strcmp(operand->string, "in") != 0 || !cJSON_IsArray(operand))
        return NULL;
    cJSON_ArrayForEach(item, operand)
    {
        if (!cJSON_IsString(item))
            return NULL;
    }
    return operand;
}

static bool add_pointers(struct reader *reader, cJSON *constraints, const struct class *target,
                         const cJSON *ids)
{
    cJSON *list;
    const cJSON *id;

    if (cJSON_IsString(ids))
        return add(reader, constraints, "$eq", pointer_to(reader, target, ids->valuestring));
    list = cJSON_CreateArray();
    if (!add(reader, constraints, "$in", list))
        return false;
    cJSON_ArrayForEach(id, ids)
    {
        cJSON *pointer = pointer_to(reader, target, id->valuestring);
        if (!pointer || !cJSON_AddItemToArray(list, pointer))
            return fail_internal(&reader->request->context, "out of memory");
    }
    return true;
}

/* {"have": {...}, "haveNot": {...}, "exists": ...} of a Pointer or Relation. */
static bool add_related(struct reader *reader, cJSON *where, const cJSON *input,
                        const struct class_field *field)
{
    static const char *const names[][2] = {{"have", "$inQuery"}, {"haveNot", "$notInQuery"}};
    const cJSON *exists = member(input, "exists");
    cJSON *constraints = cJSON_CreateObject();

    if (!add(reader, where, input->string, constraints))
        return false;
    for (size_t i = 0; i < 2; i++) {
        const cJSON *inner = member(input, names[i][0]);
        const cJSON *ids = field->type == FIELD_POINTER && i == 0 && cJSON_IsObject(inner)
                               ? only_ids(inner)
                               : NULL;
        if (ids) {
            if (!add_pointers(reader, constraints, field->target, ids))
                return false;
            continue;
        }
        cJSON *read = cJSON_IsObject(inner) ? read_where(reader, field->target, inner) : NULL;
        if (cJSON_IsObject(inner) &&
            (!read || !add_subquery(reader, constraints, names[i][1], field->target, read)))
            return false;
    }
    if (!cJSON_IsBool(exists))
        return true;
    if (field->type == FIELD_POINTER)
        return add(reader, constraints, "$exists", cJSON_Duplicate(exists, true));
    /* Of a relation: that there is, or is not, any object in it. */
    const char *name = cJSON_IsTrue(exists) ? "$inQuery" : "$notInQuery";
    return cJSON_GetObjectItemCaseSensitive(constraints, name) ||
           add_subquery(reader, constraints, name, field->target, cJSON_CreateObject());
}

static bool add_group(struct reader *reader, const struct class *class, cJSON *where,
                      const char *name, const cJSON *input)
{
    cJSON *list = cJSON_CreateArray();
    const cJSON *item;

    if (!add(reader, where, name, list))
        return false;
    cJSON_ArrayForEach(item, input)
    {
        cJSON *read = read_where(reader, class, item);
        if (!read || !cJSON_AddItemToArray(list, read))
            return false;
    }
    return true;
}

static bool add_member(struct reader *reader, const struct class *class, cJSON *where,
                       const cJSON *input)
{
    static const char *const groups[][2] = {{"OR", "$or"}, {"AND", "$and"}, {"NOR", "$nor"}};
    const struct class_field *field = class_find_field(class, text_of(input->string));

    if (cJSON_IsNull(input))
        return true;
    for (size_t i = 0; i < 3; i++)
        if (strcmp(input->string, groups[i][0]) == 0)
            return add_group(reader, class, where, groups[i][1], input);
    if (field && (field->type == FIELD_POINTER || field->type == FIELD_RELATION))
        return add_related(reader, where, input, field);
    if (field && field->type == FIELD_OBJECT)
        return add_entries(reader, class, where, input, field);
    return add_constraints(reader, class, where, input, field);
}

static cJSON *read_where(struct reader *reader, const struct class *class, const cJSON *input)
{
    cJSON *where = cJSON_CreateObject();
    const cJSON *item;
    bool done = where != NULL;

    if (reader->depth == DEPTH_LIMIT) {
        fail(&reader->request->context, PARSE_INVALID_QUERY, "conditions are nested too deep");
        return NULL;
    }
    reader->depth++;
    cJSON_ArrayForEach(item, input) done = done && add_member(reader, class, where, item);
    reader->depth--;
    if (!done && !reader->request->context.error.code)
        return out_of_memory(reader);
    return done ? where : NULL;
}

cJSON *where_input_read(struct request *request, const struct class *class, const cJSON *input)
{
    struct reader reader = {.request = request};

    return read_where(&reader, class, input);
}
