/* pipeline_group.c - $group: one document for each value of _id, with accumulators over those that
 * have it. */
#include "aggregate/document.h"
#include "aggregate/pipeline.h"
#include "formats/json.h"

enum { FIRST_CAPACITY = 64, ACCUMULATOR_LIMIT = 64 };

struct table {
    struct group *groups; /* open addressing */
    size_t capacity;      /* a power of two */
    size_t count;
};

/* What is kept of one accumulator in one group. */
struct accumulated {
    double number;
    double count;
    bool has_value;
    cJSON *value;         /* stays for the next one when there is no value any more */
    size_t text_capacity; /* of the value's text, when it is one */
    struct table seen;    /* $addToSet: the values so far */
};

/* One value of _id, found by its JSON text. */
struct group {
    struct text key; /* no text: a free place */
    cJSON *id;       /* NULL: none */
    size_t place;    /* groups come out in the order in which they were first seen */
    struct accumulated *accumulated;
};

struct grouping {
    struct table found;
    size_t accumulator_count;
};

static size_t hash(struct text key)
{
    /* FNV-1a (draft-eastlake-fnv). */
    uint64_t value = 14695981039346656037U;

    for (size_t i = 0; i < key.length; i++)
        value = (value ^ (unsigned char)key.bytes[i]) * 1099511628211U;
    return (size_t)(value ^ (value >> 32));
}

static struct group *find_place(const struct table *table, struct text key)
{
    size_t at = hash(key) & (table->capacity - 1);

    while (table->groups[at].key.bytes && !text_equal(table->groups[at].key, key))
        at = (at + 1) & (table->capacity - 1);
    return &table->groups[at];
}

static bool make_room(struct arena *arena, struct table *table)
{
    struct table larger = {.count = table->count};

    if (2 * (table->count + 1) <= table->capacity)
        return true;
    larger.capacity = table->capacity ? table->capacity * 2 : FIRST_CAPACITY;
    larger.groups = arena_alloc_array(arena, larger.capacity, sizeof *larger.groups);
    if (!larger.groups)
        return false;
    for (size_t i = 0; i < table->capacity; i++)
        if (table->groups[i].key.bytes)
            *find_place(&larger, table->groups[i].key) = table->groups[i];
    *table = larger;
    return true;
}

static struct text text_of_value(struct arena *arena, const cJSON *value)
{
    struct buffer text;

    buffer_init(&text, arena, 64);
    if (value)
        json_write_tree(&text, value);
    else
        buffer_add_string(&text, "null");
    return buffer_text(&text);
}

/* A pointer is grouped by its object's id, as parse-server does. */
static cJSON *id_of_pointer(cJSON *value)
{
    const cJSON *type = cJSON_GetObjectItemCaseSensitive(value, "__type");
    const cJSON *object_id = cJSON_GetObjectItemCaseSensitive(value, "objectId");

    if (!cJSON_IsString(type) || strcmp(type->valuestring, "Pointer") != 0 ||
        !cJSON_IsString(object_id))
        return value;
    return cJSON_CreateString(object_id->valuestring);
}

/* {}, [] and "" are the one group of all documents, as null is in parse-server's answers. */
static bool is_of_all(const cJSON *expression)
{
    return cJSON_IsString(expression)
               ? !expression->valuestring[0]
               : (cJSON_IsObject(expression) || cJSON_IsArray(expression)) && !expression->child;
}

/* The group of a document's _id, made when it is the first of it. */
static bool find_group(struct stage *stage, const cJSON *document, struct group **group)
{
    struct pipeline *pipeline = stage->pipeline;
    struct grouping *grouping = stage->state;
    struct table *table = &grouping->found;
    struct arena *arena = pipeline->request->context.arena;
    const cJSON *expression = cJSON_GetObjectItemCaseSensitive(stage->value, "_id");
    cJSON *id = NULL;

    if ((!is_of_all(expression) &&
         !document_evaluate(&pipeline->request->context, document, expression, &id)) ||
        !make_room(arena, table))
        return false;
    id = id ? id_of_pointer(id) : NULL;
    *group = find_place(table, text_of_value(pipeline->arena, id));
    if ((*group)->key.bytes)
        return true;
    (*group)->accumulated =
        arena_alloc_array(arena, grouping->accumulator_count + 1, sizeof *(*group)->accumulated);
    (*group)->place = table->count++;
    if (id && !stage_keep(stage, id, &(*group)->id))
        return false;
    (*group)->key = text_of_value(arena, (*group)->id);
    pipeline->kept += grouping->accumulator_count;
    return (*group)->accumulated && (*group)->key.bytes;
}

/* Accumulators: what each does with a further value, and what comes of all. */

static bool add_sum(struct stage *stage, struct accumulated *to, const cJSON *value)
{
    (void)stage;
    if (cJSON_IsNumber(value)) {
        to->number += value->valuedouble;
        to->count++;
    }
    return true;
}

static bool add_count(struct stage *stage, struct accumulated *to, const cJSON *value)
{
    (void)stage;
    (void)value;
    to->number++;
    return true;
}

/* Puts a text where the one before was, so that a value that changes with each document does not
 * cost memory each time. */
static bool replace_text(struct stage *stage, struct accumulated *to, const char *text)
{
    struct arena *arena = stage->pipeline->request->context.arena;
    size_t size = strlen(text) + 1;
    char *bytes;

    if (size <= to->text_capacity) {
        memcpy(to->value->valuestring, text, size);
        return true;
    }
    bytes = arena_alloc_bytes(arena, 2 * size);
    if (!bytes)
        return false;
    memcpy(bytes, text, size);
    json_use_arena(arena);
    to->value = cJSON_CreateStringReference(bytes);
    json_use_arena(stage->pipeline->arena);
    to->text_capacity = 2 * size;
    return to->value != NULL;
}

static bool replace(struct stage *stage, struct accumulated *to, const cJSON *value)
{
    const cJSON *date = cJSON_GetObjectItemCaseSensitive(value, "iso");
    cJSON *kept_date = cJSON_GetObjectItemCaseSensitive(to->value, "iso");

    to->has_value = value != NULL;
    if (!value)
        return true;
    if (cJSON_IsString(value))
        return replace_text(stage, to, value->valuestring);
    if (cJSON_IsNumber(value) && cJSON_IsNumber(to->value)) {
        to->value->valuedouble = value->valuedouble;
        return true;
    }
    if (cJSON_IsString(date) && cJSON_IsString(kept_date) &&
        strlen(date->valuestring) == strlen(kept_date->valuestring)) {
        memcpy(kept_date->valuestring, date->valuestring, strlen(date->valuestring));
        return true;
    }
    to->text_capacity = 0;
    return stage_keep(stage, value, &to->value);
}

static bool add_first(struct stage *stage, struct accumulated *to, const cJSON *value)
{
    return to->count++ > 0 || replace(stage, to, value);
}

static bool is_missing(const cJSON *value)
{
    return !value || cJSON_IsNull(value);
}

static bool add_min(struct stage *stage, struct accumulated *to, const cJSON *value)
{
    return is_missing(value) || (to->has_value && document_compare(value, to->value) >= 0) ||
           replace(stage, to, value);
}

static bool add_max(struct stage *stage, struct accumulated *to, const cJSON *value)
{
    return is_missing(value) || (to->has_value && document_compare(value, to->value) <= 0) ||
           replace(stage, to, value);
}

static bool add_push(struct stage *stage, struct accumulated *to, const cJSON *value)
{
    cJSON *copy;

    if (!value)
        return true;
    if (!stage_keep(stage, value, &copy))
        return false;
    json_use_arena(stage->pipeline->request->context.arena);
    if (!to->value)
        to->value = cJSON_CreateArray();
    cJSON_AddItemToArray(to->value, copy);
    json_use_arena(stage->pipeline->arena);
    return to->value != NULL;
}

static cJSON *number_of(const struct accumulated *accumulated)
{
    return cJSON_CreateNumber(accumulated->number);
}

static cJSON *average_of(const struct accumulated *accumulated)
{
    return accumulated->count > 0 ? cJSON_CreateNumber(accumulated->number / accumulated->count)
                                  : cJSON_CreateNull();
}

static cJSON *value_of(const struct accumulated *accumulated)
{
    return accumulated->has_value ? cJSON_Duplicate(accumulated->value, true) : cJSON_CreateNull();
}

static cJSON *list_of(const struct accumulated *accumulated)
{
    return accumulated->value ? cJSON_Duplicate(accumulated->value, true) : cJSON_CreateArray();
}

static bool add_to_set(struct stage *stage, struct accumulated *to, const cJSON *value)
{
    struct arena *arena = stage->pipeline->request->context.arena;
    struct group *place;

    if (!value || !make_room(arena, &to->seen))
        return !value;
    place = find_place(&to->seen, text_of_value(stage->pipeline->arena, value));
    if (place->key.bytes)
        return true;
    place->key = text_of_value(arena, value);
    to->seen.count++;
    return add_push(stage, to, value);
}

static const struct accumulator {
    const char *name;
    bool (*add)(struct stage *stage, struct accumulated *to, const cJSON *value);
    cJSON *(*result)(const struct accumulated *accumulated);
} accumulators[] = {
    {"$sum", add_sum, number_of},     {"$avg", add_sum, average_of},
    {"$min", add_min, value_of},      {"$max", add_max, value_of},
    {"$first", add_first, value_of},  {"$last", replace, value_of},
    {"$push", add_push, list_of},     {"$addToSet", add_to_set, list_of},
    {"$count", add_count, number_of},
};

/* The accumulator that a member of $group asks for, {"total":{"$sum":"$price"}}; NULL: none. */
static const struct accumulator *find_accumulator(const cJSON *member)
{
    const cJSON *operation = cJSON_IsObject(member) ? member->child : NULL;

    if (!operation || operation->next)
        return NULL;
    for (size_t i = 0; i < sizeof accumulators / sizeof *accumulators; i++)
        if (strcmp(accumulators[i].name, operation->string) == 0)
            return &accumulators[i];
    return NULL;
}

static bool start_group(struct stage *stage)
{
    struct grouping *grouping =
        arena_alloc(stage->pipeline->request->context.arena, sizeof *grouping);
    struct context *context = &stage->pipeline->request->context;
    const cJSON *member;

    if (!grouping)
        return false;
    stage->state = grouping;
    if (!cJSON_IsObject(stage->value))
        return stage_fail(stage, "must be an object");
    if (cJSON_GetObjectItemCaseSensitive(stage->value, "objectId"))
        return fail(context, PARSE_INVALID_QUERY,
                    "Cannot use 'objectId' in aggregation stage $group.");
    if (!cJSON_GetObjectItemCaseSensitive(stage->value, "_id"))
        return fail(context, PARSE_INVALID_QUERY,
                    "Invalid parameter for query: group. Missing key _id");
    cJSON_ArrayForEach(member, stage->value)
    {
        if (!document_check_expression(context,
                                       strcmp(member->string, "_id") == 0 ? member : member->child))
            return false;
        if (strcmp(member->string, "_id") == 0)
            continue;
        if (!find_accumulator(member) || ++grouping->accumulator_count > ACCUMULATOR_LIMIT)
            return fail(context, PARSE_INVALID_QUERY, "Invalid aggregate accumulator '%.64s'.",
                        member->string);
    }
    return true;
}

static bool take_group(struct stage *stage, const cJSON *document)
{
    struct context *context = &stage->pipeline->request->context;
    struct accumulated *accumulated;
    struct group *group;
    const cJSON *member;
    cJSON *value;

    if (!find_group(stage, document, &group))
        return false;
    accumulated = group->accumulated;
    cJSON_ArrayForEach(member, stage->value)
    {
        const struct accumulator *accumulator = find_accumulator(member);
        if (!accumulator)
            continue; /* _id */
        if (!document_evaluate(context, document, member->child, &value) ||
            !accumulator->add(stage, accumulated++, value))
            return false;
    }
    return true;
}

static bool pass_group(struct stage *stage, const struct group *group)
{
    const struct accumulated *accumulated = group->accumulated;
    cJSON *document = cJSON_CreateObject();
    const cJSON *member;

    cJSON_AddItemToObject(document, "objectId",
                          group->id ? cJSON_Duplicate(group->id, true) : cJSON_CreateNull());
    cJSON_ArrayForEach(member, stage->value)
    {
        const struct accumulator *accumulator = find_accumulator(member);
        if (accumulator)
            cJSON_AddItemToObject(document, member->string, accumulator->result(accumulated++));
    }
    return stage_pass(stage, document);
}

static bool finish_group(struct stage *stage)
{
    const struct grouping *grouping = stage->state;
    const struct table *table = &grouping->found;
    const struct group **in_order = arena_alloc_array(stage->pipeline->request->context.arena,
                                                      table->count + 1, sizeof(struct group *));

    if (!in_order)
        return false;
    for (size_t i = 0; i < table->capacity; i++)
        if (table->groups[i].key.bytes)
            in_order[table->groups[i].place] = &table->groups[i];
    for (size_t i = 0; i < table->count; i++)
        if (!pass_group(stage, in_order[i]))
            return false;
    return true;
}

const struct stage_kind stage_group = {"$group", start_group, take_group, finish_group};
