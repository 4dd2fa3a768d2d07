/* coercion_leaf.c - scalars and enums (specification, sections 3.5 and 3.9). The words of refusals
 * are graphql-js's. */
#include "graphql/coercion.h"
#include "graphql/print_value.h"
#include "graphql/suggest.h"

#include <math.h>
#include <stdlib.h>

enum { LONGEST_INT = 11 /* of 32 bits, with its sign */ };

static const char *const refusals[] = {
    [GRAPHQL_SCALAR_CUSTOM] = "",
    [GRAPHQL_SCALAR_INT] = "Int cannot represent non-integer value: {}",
    [GRAPHQL_SCALAR_FLOAT] = "Float cannot represent non numeric value: {}",
    [GRAPHQL_SCALAR_STRING] = "String cannot represent a non string value: {}",
    [GRAPHQL_SCALAR_BOOLEAN] = "Boolean cannot represent a non boolean value: {}",
    [GRAPHQL_SCALAR_ID] = "ID cannot represent value: {}",
};

static const char too_large[] = "Int cannot represent non 32-bit signed integer value: {}";

static struct text value_name(const void *list, size_t i)
{
    return ((const struct graphql_enum_value *)list)[i].name;
}

/* Names that the type's values have, for whoever may know them. */
static struct text suggest(struct graphql_coercion *coercion, const struct graphql_type *type,
                           struct text written)
{
    struct graphql_options options = {type->values, type->value_count, value_name};

    if (coercion->validation->hides_schema)
        return (struct text)TEXT("");
    return graphql_suggest(coercion->errors, "the enum value ", written, &options);
}

static bool refuse_enum(struct graphql_coercion *coercion, struct graphql_place place,
                        const struct graphql_path *path, const struct graphql_type *type,
                        const char *kind, struct text written)
{
    return graphql_refuse_value(
        coercion, place, path, "Enum \"{}\" cannot represent {} value: {}.{}",
        GRAPHQL_TEXTS(type->name, text_of(kind), written, suggest(coercion, type, written)));
}

static bool find_value(struct graphql_coercion *coercion, struct graphql_place place,
                       const struct graphql_path *path, const struct graphql_type *type,
                       struct text name, struct graphql_coerced *coerced)
{
    coerced->kind = GRAPHQL_COERCED_ENUM;
    coerced->value = graphql_find_value(type, name);
    return coerced->value ||
           graphql_refuse_value(coercion, place, path,
                                "Value \"{}\" does not exist in \"{}\" enum.{}",
                                GRAPHQL_TEXTS(name, type->name, suggest(coercion, type, name)));
}

/* False: the number is too large, or none. */
static bool read_int(struct text digits, int32_t *integer)
{
    char copy[LONGEST_INT + 1] = "";
    long long number;

    if (digits.length > LONGEST_INT)
        return false;
    memcpy(copy, digits.bytes, digits.length);
    number = strtoll(copy, NULL, 10);
    *integer = (int32_t)number;
    return number >= INT32_MIN && number <= INT32_MAX;
}

static bool read_float(struct arena *arena, struct text digits, double *number)
{
    struct text copy = arena_copy(arena, digits);

    *number = copy.bytes ? strtod(copy.bytes, NULL) : NAN;
    return isfinite(*number);
}

static bool take_int(struct graphql_coercion *coercion, const struct graphql_value *value,
                     const struct graphql_path *path, struct graphql_coerced *coerced)
{
    coerced->kind = GRAPHQL_COERCED_INT;
    return read_int(value->text, &coerced->integer) ||
           graphql_refuse_value(
               coercion, value->place, path, too_large,
               GRAPHQL_TEXTS(graphql_print_literal_briefly(coercion->errors->arena, value)));
}

/* Whether the literal is one that the scalar takes, and its value. */
static bool take_literal(struct graphql_coercion *coercion, const struct graphql_value *value,
                         enum graphql_scalar scalar, struct graphql_coerced *coerced)
{
    switch (scalar) {
    case GRAPHQL_SCALAR_FLOAT:
        coerced->kind = GRAPHQL_COERCED_FLOAT;
        return (value->kind == GRAPHQL_VALUE_INT || value->kind == GRAPHQL_VALUE_FLOAT) &&
               read_float(coercion->errors->arena, value->text, &coerced->number);
    case GRAPHQL_SCALAR_BOOLEAN:
        coerced->kind = GRAPHQL_COERCED_BOOLEAN;
        coerced->boolean = value->boolean;
        return value->kind == GRAPHQL_VALUE_BOOLEAN;
    case GRAPHQL_SCALAR_STRING:
    case GRAPHQL_SCALAR_ID:
        coerced->kind = GRAPHQL_COERCED_TEXT;
        coerced->text = value->text;
        return value->kind == GRAPHQL_VALUE_STRING ||
               (scalar == GRAPHQL_SCALAR_ID && value->kind == GRAPHQL_VALUE_INT);
    default:
        return false;
    }
}

bool graphql_coerce_literal_leaf(struct graphql_coercion *coercion,
                                 const struct graphql_value *value, const struct graphql_type *type,
                                 const struct graphql_path *path, struct graphql_coerced *coerced)
{
    struct arena *arena = coercion->errors->arena;

    coerced->type = type;
    if (type->kind == GRAPHQL_ENUM)
        return value->kind == GRAPHQL_VALUE_ENUM
                   ? find_value(coercion, value->place, path, type, value->text, coerced)
                   : refuse_enum(coercion, value->place, path, type, "non-enum",
                                 graphql_print_literal_briefly(arena, value));
    if (type->scalar == GRAPHQL_SCALAR_CUSTOM) {
        coerced->kind = GRAPHQL_COERCED_JSON;
        coerced->json = graphql_literal_json(coercion, value, path);
        return coerced->json != NULL;
    }
    if (type->scalar == GRAPHQL_SCALAR_INT && value->kind == GRAPHQL_VALUE_INT)
        return take_int(coercion, value, path, coerced);
    return take_literal(coercion, value, type->scalar, coerced) ||
           graphql_refuse_value(coercion, value->place, path,
                                type->scalar == GRAPHQL_SCALAR_ID
                                    ? "ID cannot represent a non-string and non-integer value: {}"
                                    : refusals[type->scalar],
                                GRAPHQL_TEXTS(graphql_print_literal_briefly(arena, value)));
}

/* An ID that is written as a number. */
static struct text print_id(struct graphql_coercion *coercion, const cJSON *json)
{
    return graphql_print_json_briefly(coercion->errors->arena, json);
}

static bool is_whole(const cJSON *json)
{
    return cJSON_IsNumber(json) && trunc(json->valuedouble) == json->valuedouble;
}

static bool take_json(struct graphql_coercion *coercion, const cJSON *json,
                      enum graphql_scalar scalar, struct graphql_coerced *coerced)
{
    switch (scalar) {
    case GRAPHQL_SCALAR_FLOAT:
        coerced->kind = GRAPHQL_COERCED_FLOAT;
        coerced->number = json->valuedouble;
        return cJSON_IsNumber(json);
    case GRAPHQL_SCALAR_BOOLEAN:
        coerced->kind = GRAPHQL_COERCED_BOOLEAN;
        coerced->boolean = cJSON_IsTrue(json);
        return cJSON_IsBool(json);
    case GRAPHQL_SCALAR_STRING:
        coerced->kind = GRAPHQL_COERCED_TEXT;
        coerced->text = text_of(json->valuestring);
        return cJSON_IsString(json);
    case GRAPHQL_SCALAR_ID:
        coerced->kind = GRAPHQL_COERCED_TEXT;
        coerced->text = is_whole(json) ? print_id(coercion, json) : text_of(json->valuestring);
        return is_whole(json) || cJSON_IsString(json);
    default:
        return false;
    }
}

bool graphql_coerce_json_leaf(struct graphql_coercion *coercion, const cJSON *json,
                              const struct graphql_type *type, const struct graphql_path *path,
                              struct graphql_coerced *coerced)
{
    struct text printed = graphql_print_json_briefly(coercion->errors->arena, json);

    coerced->type = type;
    if (type->kind == GRAPHQL_ENUM)
        return cJSON_IsString(json)
                   ? find_value(coercion, coercion->place, path, type, text_of(json->valuestring),
                                coerced)
                   : refuse_enum(coercion, coercion->place, path, type, "non-string", printed);
    if (type->scalar == GRAPHQL_SCALAR_CUSTOM) {
        coerced->kind = GRAPHQL_COERCED_JSON;
        coerced->json = json;
        return true;
    }
    if (type->scalar == GRAPHQL_SCALAR_INT && is_whole(json)) {
        coerced->kind = GRAPHQL_COERCED_INT;
        if (json->valuedouble < INT32_MIN || json->valuedouble > INT32_MAX)
            return graphql_refuse_value(coercion, coercion->place, path, too_large,
                                        GRAPHQL_TEXTS(printed));
        coerced->integer = (int32_t)json->valuedouble;
        return true;
    }
    return take_json(coercion, json, type->scalar, coerced) ||
           graphql_refuse_value(coercion, coercion->place, path, refusals[type->scalar],
                                GRAPHQL_TEXTS(printed));
}
