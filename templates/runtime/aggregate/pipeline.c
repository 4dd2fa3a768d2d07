/* pipeline.c - see pipeline.h. The pipeline, its stages one after another, and the table of them. */
#include "aggregate/pipeline.h"

#include "aggregate/document.h"
#include "formats/json.h"

#include <stdlib.h>

enum {
    STAGE_LIMIT = 32,
    KEPT_LIMIT = 1000000,
    STEPS_A_DOCUMENT = 100 /* of the request's budget, for each that passes a stage */
};

static bool write_result(struct pipeline *pipeline, const cJSON *document)
{
    struct buffer *body = &pipeline->request->response.body;

    if (pipeline->only)
        document = document_find(document, pipeline->only);
    if (pipeline->count++)
        buffer_add_char(body, ',');
    json_write_tree(body, document);
    return !body->failed;
}

bool stage_pass(struct stage *stage, const cJSON *document)
{
    if (!budget_spend(STEPS_A_DOCUMENT))
        return fail(&stage->pipeline->request->context, PARSE_INVALID_QUERY,
                    "The query takes too long.");
    return stage->next ? stage->next->kind->take(stage->next, document)
                       : write_result(stage->pipeline, document);
}

bool stage_fail(struct stage *stage, const char *what)
{
    return fail(&stage->pipeline->request->context, PARSE_INVALID_QUERY, "%s %s", stage->kind->name,
                what);
}

static size_t count_values(const cJSON *value)
{
    const cJSON *member;
    size_t count = 1;

    cJSON_ArrayForEach(member, value)
    {
        count += count_values(member);
    }
    return count;
}

bool stage_keep(struct stage *stage, const cJSON *value, cJSON **copy)
{
    struct pipeline *pipeline = stage->pipeline;

    pipeline->kept += count_values(value);
    if (pipeline->kept > KEPT_LIMIT)
        return stage_fail(stage, "has too much to keep; use $match or $limit before it");
    json_use_arena(pipeline->request->context.arena);
    *copy = cJSON_Duplicate(value, true);
    json_use_arena(pipeline->arena);
    return *copy != NULL;
}

/* $match */

static bool take_match(struct stage *stage, const cJSON *document)
{
    bool matches;

    if (!document_match(&stage->pipeline->request->context, document, stage->value, &matches))
        return false;
    return !matches || stage_pass(stage, document);
}

static bool start_match(struct stage *stage)
{
    return cJSON_IsObject(stage->value) || stage_fail(stage, "must be an object");
}

/* $limit, $skip */

struct counter {
    double limit;
    double count;
};

static bool start_counter(struct stage *stage)
{
    struct counter *counter = arena_alloc(stage->pipeline->request->context.arena, sizeof *counter);

    if (!counter)
        return false;
    stage->state = counter;
    counter->limit = stage->value->valuedouble;
    if (!cJSON_IsNumber(stage->value) || counter->limit < 0 ||
        counter->limit != (double)(int64_t)counter->limit)
        return stage_fail(stage, "must be a whole number that is not negative");
    return true;
}

static bool take_limit(struct stage *stage, const cJSON *document)
{
    struct counter *counter = stage->state;

    if (counter->count >= counter->limit)
        return true;
    counter->count++;
    return stage_pass(stage, document);
}

static bool take_skip(struct stage *stage, const cJSON *document)
{
    struct counter *counter = stage->state;

    if (counter->count < counter->limit) {
        counter->count++;
        return true;
    }
    return stage_pass(stage, document);
}

/* $count: {"NAME": how many} */

static bool start_count(struct stage *stage)
{
    if (!cJSON_IsString(stage->value) || !*stage->value->valuestring ||
        stage->value->valuestring[0] == '$')
        return stage_fail(stage, "must be a name");
    stage->state = arena_alloc(stage->pipeline->request->context.arena, sizeof(struct counter));
    return stage->state != NULL;
}

static bool take_count(struct stage *stage, const cJSON *document)
{
    struct counter *counter = stage->state;

    (void)document;
    counter->count++;
    return true;
}

static bool finish_count(struct stage *stage)
{
    const struct counter *counter = stage->state;
    cJSON *result;

    if (counter->count == 0)
        return true;
    result = cJSON_CreateObject();
    cJSON_AddNumberToObject(result, stage->value->valuestring, counter->count);
    return stage_pass(stage, result);
}

/* $unwind: a document for each element of an array. */

static const char *unwound_path(const struct stage *stage)
{
    const cJSON *path = cJSON_IsObject(stage->value)
                            ? cJSON_GetObjectItemCaseSensitive(stage->value, "path")
                            : stage->value;

    return cJSON_IsString(path) && path->valuestring[0] == '$' ? path->valuestring + 1 : NULL;
}

static bool start_unwind(struct stage *stage)
{
    const char *path = unwound_path(stage);

    if (!path || strchr(path, '.'))
        return stage_fail(stage, "must be the name of a field, with a $ before it");
    return true;
}

/* The document with one of the array's elements in the array's place, which is not copied for each of
 * them. NULL when out of memory. */
static cJSON *with_element(const cJSON *document, const cJSON *array, const cJSON *element)
{
    cJSON *copy = cJSON_CreateObject();
    const cJSON *member;

    cJSON_ArrayForEach(member, document)
    {
        cJSON *value = cJSON_Duplicate(member == array ? element : member, true);
        if (!value || !cJSON_AddItemToObject(copy, member->string, value))
            return NULL;
    }
    return copy;
}

static bool take_unwind(struct stage *stage, const cJSON *document)
{
    const char *name = document_name(unwound_path(stage));
    const cJSON *value = document_find(document, name);
    const cJSON *element;

    if (!cJSON_IsArray(value))
        return !value || cJSON_IsNull(value) || stage_pass(stage, document);
    cJSON_ArrayForEach(element, value)
    {
        const cJSON *copy = with_element(document, value, element);
        if (!copy || !stage_pass(stage, copy))
            return false;
    }
    return true;
}

/* $project, $addFields, $set, $unset */

static void put(cJSON *object, const char *name, cJSON *value)
{
    name = document_name(name);
    cJSON_DeleteItemFromObjectCaseSensitive(object, name);
    if (value)
        cJSON_AddItemToObject(object, name, value);
}

/* 1 and true say that a field is wanted, 0 and false that it is not. */
static bool is_flag(const cJSON *value)
{
    return cJSON_IsBool(value) || cJSON_IsNumber(value);
}

static bool is_on(const cJSON *value)
{
    return cJSON_IsTrue(value) || (cJSON_IsNumber(value) && value->valuedouble != 0);
}

/* Copies the value at "a.b" to the same place of another object. */
static void put_path(cJSON *object, const char *path, const cJSON *document)
{
    const cJSON *value = document_find(document, path);
    const char *dot;

    path = document_name(path);
    if (!value)
        return;
    while ((dot = strchr(path, '.')) != NULL) {
        char name[128];
        cJSON *inner;
        if ((size_t)(dot - path) >= sizeof name)
            return;
        memcpy(name, path, (size_t)(dot - path));
        name[dot - path] = '\0';
        inner = cJSON_GetObjectItemCaseSensitive(object, name);
        if (!cJSON_IsObject(inner)) {
            inner = cJSON_CreateObject();
            put(object, name, inner);
        }
        object = inner;
        path = dot + 1;
    }
    put(object, path, cJSON_Duplicate(value, true));
}

/* Whether a projection takes fields away; else it names those that stay. */
static bool excludes(const struct stage *stage)
{
    const cJSON *member;

    cJSON_ArrayForEach(member, stage->value)
    {
        bool id = strcmp(document_name(member->string), "objectId") == 0;
        if (!is_flag(member) || is_on(member))
            return false;
        if (!id)
            return true;
    }
    return true;
}

static bool start_object(struct stage *stage)
{
    return (cJSON_IsObject(stage->value) && stage->value->child) ||
           stage_fail(stage, "must be an object with members");
}

static bool start_fields(struct stage *stage)
{
    return start_object(stage) &&
           document_check_expression(&stage->pipeline->request->context, stage->value);
}

/* Sets members of the result that have expressions, each judged over the document. */
static bool put_expressions(struct stage *stage, const cJSON *document, cJSON *result, bool all)
{
    struct context *context = &stage->pipeline->request->context;
    const cJSON *member;
    cJSON *value;

    cJSON_ArrayForEach(member, stage->value)
    {
        if (!all && is_flag(member))
            continue;
        if (!document_evaluate(context, document, member, &value))
            return false;
        put(result, member->string, value);
    }
    return true;
}

static bool take_project(struct stage *stage, const cJSON *document)
{
    bool exclusion = excludes(stage);
    cJSON *result = exclusion ? cJSON_Duplicate(document, true) : cJSON_CreateObject();
    const cJSON *member;

    if (!exclusion)
        put_path(result, "objectId", document);
    cJSON_ArrayForEach(member, stage->value)
    {
        if (is_flag(member) && is_on(member))
            put_path(result, member->string, document);
        else if (is_flag(member))
            put(result, member->string, NULL);
    }
    return put_expressions(stage, document, result, false) && stage_pass(stage, result);
}

static bool take_add_fields(struct stage *stage, const cJSON *document)
{
    cJSON *result = cJSON_Duplicate(document, true);

    return put_expressions(stage, document, result, true) && stage_pass(stage, result);
}

/* $sort */

struct kept {
    const cJSON *document;
    size_t place; /* equal ones stay in their order */
};

struct sorter {
    struct kept *list;
    size_t count;
    size_t capacity;
};

static bool start_sort(struct stage *stage)
{
    const cJSON *member;

    if (!start_object(stage))
        return false;
    cJSON_ArrayForEach(member, stage->value)
    {
        if (!cJSON_IsNumber(member) || (member->valuedouble != 1 && member->valuedouble != -1))
            return stage_fail(stage, "takes 1 and -1");
    }
    stage->state = arena_alloc(stage->pipeline->request->context.arena, sizeof(struct sorter));
    return stage->state != NULL;
}

static bool take_sort(struct stage *stage, const cJSON *document)
{
    struct arena *arena = stage->pipeline->request->context.arena;
    struct sorter *sorter = stage->state;
    cJSON *copy;

    if (sorter->count == sorter->capacity) {
        size_t capacity = sorter->capacity ? sorter->capacity * 2 : 64;
        struct kept *list = arena_alloc_array(arena, capacity, sizeof *list);
        if (!list)
            return false;
        if (sorter->count)
            memcpy(list, sorter->list, sorter->count * sizeof *list);
        sorter->list = list;
        sorter->capacity = capacity;
    }
    if (!stage_keep(stage, document, &copy))
        return false;
    sorter->list[sorter->count] = (struct kept){copy, sorter->count};
    sorter->count++;
    return true;
}

static int compare_kept(const void *left, const void *right, void *keys)
{
    const struct kept *a = left;
    const struct kept *b = right;
    const cJSON *key;

    cJSON_ArrayForEach(key, (const cJSON *)keys)
    {
        int order = document_compare(document_find(a->document, key->string),
                                     document_find(b->document, key->string));
        if (order)
            return key->valuedouble < 0 ? -order : order;
    }
    return (a->place > b->place) - (a->place < b->place);
}

static bool finish_sort(struct stage *stage)
{
    struct sorter *sorter = stage->state;

    if (sorter->count)
        qsort_r(sorter->list, sorter->count, sizeof *sorter->list, compare_kept,
                (void *)(uintptr_t)stage->value);
    for (size_t i = 0; i < sorter->count; i++)
        if (!stage_pass(stage, sorter->list[i].document))
            return false;
    return true;
}

/* Stages that do not exist in the list are refused, $out and $merge among them: an aggregation
 * reads, it never writes, and $lookup and the like would lead to other classes. */
static const struct stage_kind kinds[] = {
    {"$match", start_match, take_match, NULL},
    {"$project", start_fields, take_project, NULL},
    {"$addFields", start_fields, take_add_fields, NULL},
    {"$set", start_fields, take_add_fields, NULL},
    {"$limit", start_counter, take_limit, NULL},
    {"$skip", start_counter, take_skip, NULL},
    {"$count", start_count, take_count, finish_count},
    {"$sort", start_sort, take_sort, finish_sort},
    {"$unwind", start_unwind, take_unwind, NULL},
};

static const struct stage_kind *find_kind(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].name, name) == 0)
            return &kinds[i];
    return strcmp(name, stage_group.name) == 0 ? &stage_group : NULL;
}

void pipeline_init(struct pipeline *pipeline, struct request *request)
{
    *pipeline = (struct pipeline){.request = request, .arena = request->context.arena};
}

bool pipeline_add(struct pipeline *pipeline, const char *name, const cJSON *value)
{
    struct context *context = &pipeline->request->context;
    const struct stage_kind *kind = find_kind(name);
    struct stage *stage = arena_alloc(context->arena, sizeof *stage);
    size_t count = 0;

    if (!kind)
        return fail(context, PARSE_INVALID_QUERY, "Invalid aggregate stage '%.64s'.", name);
    if (!stage)
        return fail_internal(context, "out of memory");
    for (const struct stage *other = pipeline->first; other; other = other->next)
        count++;
    if (count >= STAGE_LIMIT)
        return fail(context, PARSE_INVALID_QUERY, "A pipeline may have at most %d stages.",
                    STAGE_LIMIT);
    *stage = (struct stage){.kind = kind, .value = value, .pipeline = pipeline};
    if (pipeline->last)
        pipeline->last->next = stage;
    else
        pipeline->first = stage;
    pipeline->last = stage;
    return kind->start(stage);
}

bool pipeline_take(struct pipeline *pipeline, const cJSON *document)
{
    return pipeline->first ? pipeline->first->kind->take(pipeline->first, document)
                           : write_result(pipeline, document);
}

bool pipeline_finish(struct pipeline *pipeline)
{
    for (struct stage *stage = pipeline->first; stage; stage = stage->next)
        if (stage->kind->finish && !stage->kind->finish(stage))
            return false;
    return true;
}
