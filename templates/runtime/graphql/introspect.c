/* introspect.c - see introspect.h. */
#include "graphql/introspect.h"

#include "graphql/introspection.h"

bool graphql_introspect(const struct graphql_validation *validation,
                        const struct graphql_collected *field,
                        const struct graphql_variables *variables, struct buffer *json,
                        struct graphql_errors *errors)
{
    const struct graphql_schema *schema = validation->schema;
    struct graphql_telling telling = {.validation = validation,
                                      .schema = schema,
                                      .variables = variables,
                                      .errors = errors,
                                      .json = json};
    struct graphql_telling_request request = {.telling = &telling, .field = field};
    const struct graphql_coerced *arguments;
    const struct graphql_type *type;

    if (field->field == schema->schema_field)
        return graphql_tell_object(&telling, field,
                                   (struct graphql_subject){.kind = GRAPHQL_OF_SCHEMA});
    arguments = graphql_coerce_arguments(validation, field->field, field->selections[0], variables,
                                         NULL, errors);
    if (!arguments)
        return false;
    type = graphql_find_type(schema, arguments[0].text);
    return graphql_tell_type(&request, type ? type->use : NULL);
}
