/* coercion_json.c - values of variables, which come as JSON. */
#include "graphql/coercion.h"
#include "graphql/print_value.h"

static bool coerce_object(struct graphql_coercion *coercion, const cJSON *json,
                          const struct graphql_type *type, const struct graphql_path *path,
                          struct graphql_coerced *coerced)
{
    struct text printed = graphql_print_json_briefly(coercion->errors->arena, json);
    struct graphql_coerced_fields object;
    const cJSON *member;
    bool valid = true;

    if (!cJSON_IsObject(json))
        return graphql_refuse_value(coercion, coercion->place, path,
                                    "Expected value of type \"{}\" to be an object, found: {}.",
                                    GRAPHQL_TEXTS(type->name, printed));
    graphql_begin_object(&object, coerced, type, printed);
    cJSON_ArrayForEach(member, json)
    {
        struct text name = text_of(member->string);
        struct graphql_path within = {.parent = path, .name = name};
        const struct graphql_input *input =
            graphql_object_input(coercion, &object, name, coercion->place, path);
        struct graphql_coerced *value =
            input ? graphql_object_member(coercion, &object, input) : NULL;
        if (coercion->errors->arena->failed || coercion->errors->full)
            return false;
        if (value && !graphql_coerce_json(coercion, member, input->type, &within, value))
            valid = false;
    }
    return graphql_end_object(coercion, &object, coercion->place, path) && valid;
}

/* What is no list stands for a list of itself. */
static bool coerce_list(struct graphql_coercion *coercion, const cJSON *json,
                        const struct graphql_type_use *of, const struct graphql_path *path,
                        struct graphql_coerced *coerced)
{
    const struct graphql_coerced **end = &coerced->items;
    const cJSON *item = cJSON_IsArray(json) ? json->child : json;
    bool valid = true;

    graphql_begin_list(coerced, of);
    for (; item; item = item == json ? NULL : item->next) {
        struct graphql_path within = {.parent = path, .index = coerced->count};
        struct graphql_coerced *value = graphql_list_item(coercion, coerced, &end);
        if (!value)
            return false;
        if (!graphql_coerce_json(coercion, item, of, item == json ? path : &within, value))
            valid = false;
    }
    return valid;
}

bool graphql_coerce_json(struct graphql_coercion *coercion, const cJSON *json,
                         const struct graphql_type_use *type, const struct graphql_path *path,
                         struct graphql_coerced *coerced)
{
    if (cJSON_IsNull(json))
        return graphql_coerce_null(coercion, coercion->place, type, path, coerced);
    if (type->wrapping == GRAPHQL_NON_NULL)
        type = type->of;
    if (type->wrapping == GRAPHQL_LIST)
        return coerce_list(coercion, json, type->of, path, coerced);
    if (type->named->kind == GRAPHQL_INPUT_OBJECT)
        return coerce_object(coercion, json, type->named, path, coerced);
    return graphql_coerce_json_leaf(coercion, json, type->named, path, coerced);
}
