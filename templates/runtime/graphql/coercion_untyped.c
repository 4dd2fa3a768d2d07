/* coercion_untyped.c - literals that no type says anything about: those of custom scalars. */
#include "formats/json.h"
#include "graphql/coercion.h"

#include <stdlib.h>

static cJSON *text_node(struct arena *arena, struct text text)
{
    struct text copy = arena_copy(arena, text);

    return copy.bytes ? cJSON_CreateStringReference(copy.bytes) : NULL;
}

static bool add(struct arena *arena, cJSON *object, struct text name, cJSON *node)
{
    struct text copy = arena_copy(arena, name);

    return node && copy.bytes && cJSON_AddItemToObjectCS(object, copy.bytes, node);
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
    if (!cJSON_IsArray(json) && !cJSON_IsObject(json))
        return true;
    if (levels == 0)
        return false;
    for (const cJSON *child = json->child; child; child = child->next)
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
