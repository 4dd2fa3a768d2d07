/* value_json.c - values as JSON: coerced ones, and literals that no type says anything about. */
#include "formats/json.h"
#include "graphql/coercion.h"

#include <stdlib.h>

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

static cJSON *literal_node(struct graphql_coercion *coercion, const struct graphql_value *value);

static cJSON *literal_object(struct graphql_coercion *coercion, const struct graphql_value *value)
{
    cJSON *object = cJSON_CreateObject();

    for (const struct graphql_argument *field = value->fields; object && field;
         field = field->next) {
        bool absent = field->value->kind == GRAPHQL_VALUE_VARIABLE && coercion->variables &&
                      graphql_variable_value(coercion->variables, field->value->text)->kind ==
                          GRAPHQL_COERCED_ABSENT;
        if (!absent && !add(coercion->errors->arena, object, field->name,
                            literal_node(coercion, field->value)))
            return NULL;
    }
    return object;
}

static cJSON *literal_list(struct graphql_coercion *coercion, const struct graphql_value *value)
{
    cJSON *list = cJSON_CreateArray();

    for (const struct graphql_value *item = value->items; list && item; item = item->next) {
        cJSON *node = literal_node(coercion, item);
        if (!node || !cJSON_AddItemToArray(list, node))
            return NULL;
    }
    return list;
}

static cJSON *variable_node(struct graphql_coercion *coercion, const struct graphql_value *value)
{
    const struct graphql_coerced *found =
        coercion->variables ? graphql_variable_value(coercion->variables, value->text) : NULL;

    return found && found->kind != GRAPHQL_COERCED_ABSENT
               ? graphql_coerced_to_json(coercion->errors->arena, found)
               : cJSON_CreateNull();
}

static cJSON *number_node(struct graphql_coercion *coercion, const struct graphql_value *value)
{
    struct text copy = arena_copy(coercion->errors->arena, value->text);

    return copy.bytes ? cJSON_CreateNumber(strtod(copy.bytes, NULL)) : NULL;
}

static cJSON *literal_node(struct graphql_coercion *coercion, const struct graphql_value *value)
{
    switch (value->kind) {
    case GRAPHQL_VALUE_VARIABLE:
        return variable_node(coercion, value);
    case GRAPHQL_VALUE_INT:
    case GRAPHQL_VALUE_FLOAT:
        return number_node(coercion, value);
    case GRAPHQL_VALUE_STRING:
    case GRAPHQL_VALUE_ENUM:
        return text_node(coercion->errors->arena, value->text);
    case GRAPHQL_VALUE_BOOLEAN:
        return cJSON_CreateBool(value->boolean);
    case GRAPHQL_VALUE_NULL:
        return cJSON_CreateNull();
    case GRAPHQL_VALUE_LIST:
        return literal_list(coercion, value);
    case GRAPHQL_VALUE_OBJECT:
        return literal_object(coercion, value);
    }
    return NULL;
}

/* Whether it nests no deeper than JSON may that comes from outside. */
static bool is_shallow(const cJSON *json, int levels)
{
    if (levels < 0)
        return false;
    for (const cJSON *child = cJSON_IsArray(json) || cJSON_IsObject(json) ? json->child : NULL;
         child; child = child->next)
        if (!is_shallow(child, levels - 1))
            return false;
    return true;
}

cJSON *graphql_literal_json(struct graphql_coercion *coercion, const struct graphql_value *value,
                            const struct graphql_path *path)
{
    cJSON *json;

    json_use_arena(coercion->errors->arena);
    json = literal_node(coercion, value);
    if (!json || is_shallow(json, JSON_DEPTH_LIMIT))
        return json;
    graphql_refuse_value(
        coercion, value->place, path, "Value nests deeper than {} levels.",
        GRAPHQL_TEXTS(arena_printf(coercion->errors->arena, "%d", JSON_DEPTH_LIMIT)));
    return NULL;
}
