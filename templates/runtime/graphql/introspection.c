/* introspection.c - a table says of each field of the introspection's types what it tells; what is
 * told leads to further objects, each with its own table. */
#include "graphql/introspection.h"

#include "formats/json.h"
#include "graphql/print_value.h"

bool graphql_tell_null(const struct graphql_telling_request *request)
{
    buffer_add_string(request->telling->json, "null");
    return true;
}

bool graphql_tell_text(const struct graphql_telling_request *request, struct text text)
{
    if (!text.bytes)
        return graphql_tell_null(request);
    json_write_string(request->telling->json, text);
    return true;
}

bool graphql_tell_bool(const struct graphql_telling_request *request, bool value)
{
    buffer_add_string(request->telling->json, value ? "true" : "false");
    return true;
}

bool graphql_tell_type(const struct graphql_telling_request *request,
                       const struct graphql_type_use *use)
{
    struct graphql_subject subject = {.kind = GRAPHQL_OF_TYPE, .use = use};

    return use ? graphql_tell_object(request->telling, request->field, subject)
               : graphql_tell_null(request);
}

/* A list is written item by item. */
void graphql_tell_begin(const struct graphql_telling_request *request)
{
    buffer_add_char(request->telling->json, '[');
}

bool graphql_tell_item(const struct graphql_telling_request *request, bool *any,
                       struct graphql_subject subject)
{
    buffer_add_string(request->telling->json, *any ? "," : "");
    *any = true;
    return graphql_tell_object(request->telling, request->field, subject);
}

bool graphql_tell_end(const struct graphql_telling_request *request)
{
    buffer_add_char(request->telling->json, ']');
    return true;
}

bool graphql_tell_types(const struct graphql_telling_request *request,
                        const struct graphql_type *const *types, size_t count)
{
    bool any = false;

    graphql_tell_begin(request);
    for (size_t i = 0; i < count; i++)
        if (!graphql_tell_item(
                request, &any,
                (struct graphql_subject){.kind = GRAPHQL_OF_TYPE, .use = types[i]->use}))
            return false;
    return graphql_tell_end(request);
}

/* Whether what will go is asked for, too. */
bool graphql_tell_deprecated(const struct graphql_telling_request *request, bool *wants)
{
    const struct graphql_coerced *arguments = graphql_coerce_arguments(
        request->telling->validation, request->field->field, request->field->selections[0],
        request->telling->variables, NULL, request->telling->errors);

    *wants = arguments && arguments[0].kind == GRAPHQL_COERCED_BOOLEAN && arguments[0].boolean;
    return arguments != NULL;
}

bool graphql_tell_inputs(const struct graphql_telling_request *request,
                         const struct graphql_input *inputs, size_t count)
{
    bool any = false;
    bool wants;

    if (!graphql_tell_deprecated(request, &wants))
        return false;
    graphql_tell_begin(request);
    for (size_t i = 0; i < count; i++)
        if ((wants || !inputs[i].deprecated.bytes) &&
            !graphql_tell_item(
                request, &any,
                (struct graphql_subject){.kind = GRAPHQL_OF_INPUT, .input = &inputs[i]}))
            return false;
    return graphql_tell_end(request);
}

/* __Schema */

static bool schema_description(const struct graphql_telling_request *request)
{
    return graphql_tell_text(request, request->telling->schema->description);
}

static bool schema_types(const struct graphql_telling_request *request)
{
    const struct graphql_schema *schema = request->telling->schema;

    return graphql_tell_types(request, (const struct graphql_type *const *)schema->types,
                              schema->type_count);
}

static bool schema_root(const struct graphql_telling_request *request,
                        enum graphql_operation_kind kind)
{
    const struct graphql_type *root = request->telling->schema->roots[kind];

    return graphql_tell_type(request, root ? root->use : NULL);
}

static bool schema_query(const struct graphql_telling_request *request)
{
    return schema_root(request, GRAPHQL_QUERY);
}

static bool schema_mutation(const struct graphql_telling_request *request)
{
    return schema_root(request, GRAPHQL_MUTATION);
}

static bool schema_subscription(const struct graphql_telling_request *request)
{
    return schema_root(request, GRAPHQL_SUBSCRIPTION);
}

static bool schema_directives(const struct graphql_telling_request *request)
{
    const struct graphql_schema *schema = request->telling->schema;
    bool any = false;

    graphql_tell_begin(request);
    for (size_t i = 0; i < schema->directive_count; i++)
        if (!graphql_tell_item(request, &any,
                               (struct graphql_subject){.kind = GRAPHQL_OF_DIRECTIVE,
                                                        .directive = schema->directives[i]}))
            return false;
    return graphql_tell_end(request);
}

/* __Field, __InputValue, __EnumValue and __Directive: most of their fields are alike. */

static struct text name_of(const struct graphql_subject *subject)
{
    switch (subject->kind) {
    case GRAPHQL_OF_FIELD:
        return subject->field->name;
    case GRAPHQL_OF_INPUT:
        return subject->input->name;
    case GRAPHQL_OF_VALUE:
        return subject->value->name;
    case GRAPHQL_OF_DIRECTIVE:
        return subject->directive->name;
    default:
        return text_none();
    }
}

static struct text description_of(const struct graphql_subject *subject)
{
    switch (subject->kind) {
    case GRAPHQL_OF_FIELD:
        return subject->field->description;
    case GRAPHQL_OF_INPUT:
        return subject->input->description;
    case GRAPHQL_OF_VALUE:
        return subject->value->description;
    case GRAPHQL_OF_DIRECTIVE:
        return subject->directive->description;
    default:
        return text_none();
    }
}

static struct text deprecation_of(const struct graphql_subject *subject)
{
    switch (subject->kind) {
    case GRAPHQL_OF_FIELD:
        return subject->field->deprecated;
    case GRAPHQL_OF_INPUT:
        return subject->input->deprecated;
    case GRAPHQL_OF_VALUE:
        return subject->value->deprecated;
    default:
        return text_none();
    }
}

static bool part_name(const struct graphql_telling_request *request)
{
    return graphql_tell_text(request, name_of(&request->subject));
}

static bool part_description(const struct graphql_telling_request *request)
{
    return graphql_tell_text(request, description_of(&request->subject));
}

static bool part_is_deprecated(const struct graphql_telling_request *request)
{
    return graphql_tell_bool(request, deprecation_of(&request->subject).bytes != NULL);
}

static bool part_deprecation(const struct graphql_telling_request *request)
{
    return graphql_tell_text(request, deprecation_of(&request->subject));
}

static bool part_type(const struct graphql_telling_request *request)
{
    return graphql_tell_type(request, request->subject.kind == GRAPHQL_OF_FIELD
                                          ? request->subject.field->type
                                          : request->subject.input->type);
}

static bool field_arguments(const struct graphql_telling_request *request)
{
    const struct graphql_field *field = request->subject.field;

    return graphql_tell_inputs(request, field->arguments, field->argument_count);
}

static bool input_default(const struct graphql_telling_request *request)
{
    const struct graphql_value *value = request->subject.input->default_value;
    struct buffer printed;

    if (!value)
        return graphql_tell_null(request);
    buffer_init(&printed, request->telling->errors->arena, 0);
    graphql_print_literal(&printed, value);
    return graphql_tell_text(request, buffer_text(&printed));
}

static bool directive_repeatable(const struct graphql_telling_request *request)
{
    return graphql_tell_bool(request, request->subject.directive->repeatable);
}

static bool directive_places(const struct graphql_telling_request *request)
{
    struct buffer *json = request->telling->json;
    bool any = false;

    graphql_tell_begin(request);
    for (unsigned place = 1; *graphql_directive_place_name(place); place <<= 1) {
        if (!(request->subject.directive->places & place))
            continue;
        buffer_add_string(json, any ? "," : "");
        json_write_string(json, text_of(graphql_directive_place_name(place)));
        any = true;
    }
    return graphql_tell_end(request);
}

static bool directive_arguments(const struct graphql_telling_request *request)
{
    const struct graphql_directive_definition *directive = request->subject.directive;

    return graphql_tell_inputs(request, directive->arguments, directive->argument_count);
}

static const struct graphql_told_field schema_fields[] = {
    {"description", schema_description},
    {"types", schema_types},
    {"queryType", schema_query},
    {"mutationType", schema_mutation},
    {"subscriptionType", schema_subscription},
    {"directives", schema_directives},
    {NULL, NULL},
};

static const struct graphql_told_field field_fields[] = {
    {"name", part_name},
    {"description", part_description},
    {"args", field_arguments},
    {"type", part_type},
    {"isDeprecated", part_is_deprecated},
    {"deprecationReason", part_deprecation},
    {NULL, NULL},
};

static const struct graphql_told_field input_fields[] = {
    {"name", part_name},
    {"description", part_description},
    {"type", part_type},
    {"defaultValue", input_default},
    {"isDeprecated", part_is_deprecated},
    {"deprecationReason", part_deprecation},
    {NULL, NULL},
};

static const struct graphql_told_field value_fields[] = {
    {"name", part_name},
    {"description", part_description},
    {"isDeprecated", part_is_deprecated},
    {"deprecationReason", part_deprecation},
    {NULL, NULL},
};

static const struct graphql_told_field directive_fields[] = {
    {"name", part_name},
    {"description", part_description},
    {"isRepeatable", directive_repeatable},
    {"locations", directive_places},
    {"args", directive_arguments},
    {NULL, NULL},
};

static const struct {
    const char *type;
    const struct graphql_told_field *fields;
} subjects[] = {
    [GRAPHQL_OF_SCHEMA] = {"__Schema", schema_fields},
    [GRAPHQL_OF_TYPE] = {"__Type", graphql_type_fields},
    [GRAPHQL_OF_FIELD] = {"__Field", field_fields},
    [GRAPHQL_OF_INPUT] = {"__InputValue", input_fields},
    [GRAPHQL_OF_VALUE] = {"__EnumValue", value_fields},
    [GRAPHQL_OF_DIRECTIVE] = {"__Directive", directive_fields},
};

/* What is asked below a field, which is the same for all objects that it leads to. */
struct below {
    const struct graphql_collected *field;
    struct graphql_collected *collected;
};

static const struct below *find_below(struct graphql_telling *telling,
                                      const struct graphql_collected *field, const char *type_name)
{
    struct arena *arena = telling->errors->arena;
    struct below *below =
        graphql_names_find(&telling->collected, (struct text){(const char *)&field, sizeof field});
    void **place;

    if (below)
        return below;
    below = arena_alloc(arena, sizeof *below);
    if (!below)
        return NULL;
    below->field = field;
    place = graphql_names_add(&telling->collected, arena,
                              (struct text){(const char *)&below->field, sizeof below->field});
    if (!place)
        return NULL;
    *place = below;
    return graphql_collect_below(telling->schema,
                                 graphql_find_type(telling->schema, text_of(type_name)), field,
                                 telling->variables, telling->errors, &below->collected)
               ? below
               : NULL;
}

static bool tell_field(const struct graphql_telling_request *request)
{
    struct graphql_telling *telling = request->telling;
    const struct graphql_told_field *field = subjects[request->subject.kind].fields;
    struct text name = request->field->selections[0]->name;

    if (++*telling->variables->told > GRAPHQL_INTROSPECTION_LIMIT) {
        graphql_error_add(telling->errors, "QUERY_TOO_EXPENSIVE",
                          "The schema's description would be too long.", GRAPHQL_NO_TEXTS);
        return false;
    }
    while (field->name && !text_is(name, field->name))
        field++;
    if (!field->name) /* __typename */
        return graphql_tell_text(request, text_of(subjects[request->subject.kind].type));
    return field->tell(request);
}

bool graphql_tell_object(struct graphql_telling *telling, const struct graphql_collected *field,
                         struct graphql_subject subject)
{
    const struct below *below = find_below(telling, field, subjects[subject.kind].type);

    if (!below)
        return false;
    buffer_add_char(telling->json, '{');
    for (const struct graphql_collected *next = below->collected; next; next = next->next) {
        struct graphql_telling_request request = {
            .telling = telling, .field = next, .subject = subject};
        buffer_add_string(telling->json, next == below->collected ? "" : ",");
        json_write_string(telling->json, next->response_name);
        buffer_add_char(telling->json, ':');
        if (!tell_field(&request))
            return false;
    }
    buffer_add_char(telling->json, '}');
    return !telling->json->failed;
}
