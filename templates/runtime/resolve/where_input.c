/* where_input.c - see where_input.h. A WhereInput says the same as a where, in other words: operators have
 * names instead of dollar signs, values leave out the types that the schema knows. What becomes of it is
 * judged by where.c, as any where is. */
#include "resolve/where_input.h"

#include "resolve/arguments.h"
#include "resolve/input_operand.h"

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

static const cJSON *member(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

static bool is_id(const char *name)
{
    return strcmp(name, "id") == 0 || strcmp(name, "objectId") == 0;
}

/* {"equalTo": ..., "in": ...} */
static bool add_constraints(struct reader *reader, const struct class *class, cJSON *where,
                            const cJSON *input, const struct class_field *field)
{
    const char *key = is_id(input->string) ? "objectId" : input->string;
    cJSON *constraints = cJSON_CreateObject();
    const cJSON *operand;

    if (!input_add(reader->request, where, key, constraints))
        return false;
    cJSON_ArrayForEach(operand, input)
    {
        if (!input_operand_add(reader->request, class, constraints, key, field, operand))
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
    const char *name = input_operator(operand->string);
    struct text path = arena_printf(arena, "%s.%s", input->string, key ? key : "");
    cJSON *constraints = path.bytes ? cJSON_GetObjectItemCaseSensitive(where, path.bytes) : NULL;

    if (!path.bytes || !name)
        return fail_internal(&reader->request->context, "out of memory");
    if (!constraints) {
        constraints = cJSON_CreateObject();
        if (!input_add(reader->request, where, path.bytes, constraints))
            return false;
    }
    return input_add(reader->request, constraints, name, value);
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

/* Conditions on keys within an Object, and on it as a whole: {"exists": true}. */
static bool add_entries(struct reader *reader, const struct class *class, cJSON *where,
                        const cJSON *input, const struct class_field *field)
{
    cJSON *whole = NULL;
    const cJSON *operand;

    cJSON_ArrayForEach(operand, input)
    {
        bool added;
        if (cJSON_IsArray(operand)) {
            added = add_list_of_entries(reader, where, input, operand);
        } else if (cJSON_IsObject(operand) && input_operator(operand->string)) {
            added = add_entry(reader, where, input, operand, operand,
                              cJSON_Duplicate(member(operand, "value"), true));
        } else {
            if (!whole) {
                whole = cJSON_CreateObject();
                if (!input_add(reader->request, where, input->string, whole))
                    return false;
            }
            added = input_operand_add(reader->request, class, whole, input->string, field, operand);
        }
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

    return input_add(reader->request, query, "where", where) &&
           input_add(reader->request, query, "className", cJSON_CreateString(target->name.bytes)) &&
           input_add(reader->request, constraints, name, query);
}

static cJSON *pointer_to(struct reader *reader, const struct class *target, const char *id)
{
    struct arena *arena = reader->request->context.arena;
    struct text object_id = global_id_of_class(arena, target, text_of(id));
    cJSON *pointer = cJSON_CreateObject();

    return object_id.bytes &&
                   input_add(reader->request, pointer, "__type", cJSON_CreateString("Pointer")) &&
                   input_add(reader->request, pointer, "className",
                             cJSON_CreateString(target->name.bytes)) &&
                   input_add(reader->request, pointer, "objectId",
                             cJSON_CreateString(object_id.bytes))
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
        return input_add(reader->request, constraints, "$eq",
                         pointer_to(reader, target, ids->valuestring));
    list = cJSON_CreateArray();
    if (!input_add(reader->request, constraints, "$in", list))
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

    if (!input_add(reader->request, where, input->string, constraints))
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
        return input_add(reader->request, constraints, "$exists", cJSON_Duplicate(exists, true));
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

    if (!input_add(reader->request, where, name, list))
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
