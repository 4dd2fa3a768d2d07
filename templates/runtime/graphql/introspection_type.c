/* introspection_type.c - the fields of __Type (specification, section 4.5.2). Of a list or a
 * non-null type only kind and ofType say something. */
#include "graphql/introspection.h"

static const struct graphql_type *named(const struct graphql_telling_request *request)
{
    const struct graphql_type_use *use = request->subject.use;

    return use->wrapping == GRAPHQL_NAMED ? use->named : NULL;
}

static bool is_kind(const struct graphql_type *type, enum graphql_type_kind kind)
{
    return type && type->kind == kind;
}

static bool type_kind(const struct graphql_telling_request *request)
{
    static const char *const kinds[] = {
        [GRAPHQL_SCALAR] = "SCALAR",       [GRAPHQL_OBJECT] = "OBJECT",
        [GRAPHQL_INTERFACE] = "INTERFACE", [GRAPHQL_UNION] = "UNION",
        [GRAPHQL_ENUM] = "ENUM",           [GRAPHQL_INPUT_OBJECT] = "INPUT_OBJECT",
    };
    const struct graphql_type_use *use = request->subject.use;
    const char *kind = use->wrapping == GRAPHQL_LIST       ? "LIST"
                       : use->wrapping == GRAPHQL_NON_NULL ? "NON_NULL"
                                                           : kinds[use->named->kind];

    return graphql_tell_text(request, text_of(kind));
}

static bool type_name(const struct graphql_telling_request *request)
{
    return named(request) ? graphql_tell_text(request, named(request)->name)
                          : graphql_tell_null(request);
}

static bool type_description(const struct graphql_telling_request *request)
{
    return named(request) ? graphql_tell_text(request, named(request)->description)
                          : graphql_tell_null(request);
}

static bool type_specified_by(const struct graphql_telling_request *request)
{
    return named(request) ? graphql_tell_text(request, named(request)->specified_by)
                          : graphql_tell_null(request);
}

static bool type_fields(const struct graphql_telling_request *request)
{
    const struct graphql_type *type = named(request);
    bool any = false;
    bool wants;

    if (!is_kind(type, GRAPHQL_OBJECT) && !is_kind(type, GRAPHQL_INTERFACE))
        return graphql_tell_null(request);
    if (!graphql_tell_deprecated(request, &wants))
        return false;
    graphql_tell_begin(request);
    for (size_t i = 0; i < type->field_count; i++)
        if ((wants || !type->fields[i].deprecated.bytes) &&
            !graphql_tell_item(
                request, &any,
                (struct graphql_subject){.kind = GRAPHQL_OF_FIELD, .field = &type->fields[i]}))
            return false;
    return graphql_tell_end(request);
}

static bool type_interfaces(const struct graphql_telling_request *request)
{
    const struct graphql_type *type = named(request);

    if (!is_kind(type, GRAPHQL_OBJECT) && !is_kind(type, GRAPHQL_INTERFACE))
        return graphql_tell_null(request);
    return graphql_tell_types(request, type->interfaces, type->interface_count);
}

static bool type_possible(const struct graphql_telling_request *request)
{
    const struct graphql_type *type = named(request);

    return type && graphql_type_is_abstract(type)
               ? graphql_tell_types(request, type->possible, type->possible_count)
               : graphql_tell_null(request);
}

static bool type_values(const struct graphql_telling_request *request)
{
    const struct graphql_type *type = named(request);
    bool any = false;
    bool wants;

    if (!is_kind(type, GRAPHQL_ENUM))
        return graphql_tell_null(request);
    if (!graphql_tell_deprecated(request, &wants))
        return false;
    graphql_tell_begin(request);
    for (size_t i = 0; i < type->value_count; i++)
        if ((wants || !type->values[i].deprecated.bytes) &&
            !graphql_tell_item(
                request, &any,
                (struct graphql_subject){.kind = GRAPHQL_OF_VALUE, .value = &type->values[i]}))
            return false;
    return graphql_tell_end(request);
}

static bool type_inputs(const struct graphql_telling_request *request)
{
    const struct graphql_type *type = named(request);

    return is_kind(type, GRAPHQL_INPUT_OBJECT)
               ? graphql_tell_inputs(request, type->inputs, type->input_count)
               : graphql_tell_null(request);
}

static bool type_of_type(const struct graphql_telling_request *request)
{
    return graphql_tell_type(request, request->subject.use->of);
}

static bool type_is_one_of(const struct graphql_telling_request *request)
{
    const struct graphql_type *type = named(request);

    return is_kind(type, GRAPHQL_INPUT_OBJECT) ? graphql_tell_bool(request, type->is_one_of)
                                               : graphql_tell_null(request);
}

const struct graphql_told_field graphql_type_fields[] = {
    {"kind", type_kind},
    {"name", type_name},
    {"description", type_description},
    {"specifiedByURL", type_specified_by},
    {"fields", type_fields},
    {"interfaces", type_interfaces},
    {"possibleTypes", type_possible},
    {"enumValues", type_values},
    {"inputFields", type_inputs},
    {"ofType", type_of_type},
    {"isOneOf", type_is_one_of},
    {NULL, NULL},
};
