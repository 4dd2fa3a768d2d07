/* values_json.c - values as JSON; see values.h. */
#include "formats/json.h"
#include "graphql/values.h"

static cJSON *text_node(struct arena *arena, struct text text)
{
    struct text copy = arena_copy(arena, text);

    return copy.bytes ? cJSON_CreateStringReference(copy.bytes) : NULL;
}

/* A node of its own, since one belongs to one list only, with the same things below it. */
static cJSON *reference(const cJSON *json)
{
    cJSON *node = cJSON_CreateNull();

    if (!node)
        return NULL;
    *node = *json;
    node->next = node->prev = NULL;
    node->string = NULL;
    node->type |= cJSON_IsReference;
    return node;
}

static bool add(struct arena *arena, cJSON *object, struct text name, cJSON *node)
{
    struct text copy = arena_copy(arena, name);

    return node && copy.bytes && cJSON_AddItemToObjectCS(object, copy.bytes, node);
}

static cJSON *object_json(struct arena *arena, const struct graphql_coerced *value)
{
    cJSON *object = cJSON_CreateObject();

    for (const struct graphql_coerced_member *member = value->members; object && member;
         member = member->next)
        if (member->value->kind != GRAPHQL_COERCED_ABSENT &&
            !add(arena, object, member->input->name, graphql_coerced_to_json(arena, member->value)))
            return NULL;
    return object;
}

static cJSON *list_json(struct arena *arena, const struct graphql_coerced *value)
{
    cJSON *list = cJSON_CreateArray();

    for (const struct graphql_coerced *item = value->items; list && item; item = item->next) {
        cJSON *node = graphql_coerced_to_json(arena, item);
        if (!node || !cJSON_AddItemToArray(list, node))
            return NULL;
    }
    return list;
}

cJSON *graphql_coerced_to_json(struct arena *arena, const struct graphql_coerced *value)
{
    json_use_arena(arena);
    switch (value->kind) {
    case GRAPHQL_COERCED_ABSENT:
        return NULL;
    case GRAPHQL_COERCED_NULL:
        return cJSON_CreateNull();
    case GRAPHQL_COERCED_BOOLEAN:
        return cJSON_CreateBool(value->boolean);
    case GRAPHQL_COERCED_INT:
        return cJSON_CreateNumber(value->integer);
    case GRAPHQL_COERCED_FLOAT:
        return cJSON_CreateNumber(value->number);
    case GRAPHQL_COERCED_TEXT:
        return text_node(arena, value->text);
    case GRAPHQL_COERCED_ENUM:
        return text_node(arena, value->value->name);
    case GRAPHQL_COERCED_JSON:
        return reference(value->json);
    case GRAPHQL_COERCED_LIST:
        return list_json(arena, value);
    case GRAPHQL_COERCED_OBJECT:
        return object_json(arena, value);
    }
    return NULL;
}
