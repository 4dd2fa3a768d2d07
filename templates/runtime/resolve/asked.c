/* asked.c - see asked.h. */
#include "resolve/asked.h"

#include "graphql/cost.h"
#include "graphql/parse.h"

const char *asked_read(const cJSON *body, struct asked *asked)
{
    const cJSON *query = cJSON_GetObjectItemCaseSensitive(body, "query");
    const cJSON *name = cJSON_GetObjectItemCaseSensitive(body, "operationName");
    const cJSON *variables = cJSON_GetObjectItemCaseSensitive(body, "variables");
    const cJSON *extensions = cJSON_GetObjectItemCaseSensitive(body, "extensions");

    if (!cJSON_IsString(query))
        return "The request must have a query, which is a string.";
    if (name && !cJSON_IsNull(name) && !cJSON_IsString(name))
        return "operationName must be a string.";
    if (variables && !cJSON_IsNull(variables) && !cJSON_IsObject(variables))
        return "variables must be an object.";
    if (extensions && !cJSON_IsNull(extensions) && !cJSON_IsObject(extensions))
        return "extensions must be an object.";
    asked->query = text_of(query->valuestring);
    asked->operation_name = cJSON_IsString(name) ? text_of(name->valuestring) : text_none();
    asked->variables = cJSON_IsObject(variables) ? variables : NULL;
    return NULL;
}

/* Whether whoever asks may look at the schema. */
static bool sees_schema(const struct request *request, const struct resolve *resolve)
{
    const struct principal *principal = &request->principal;

    return principal->master || resolve->introspection == INTROSPECTION_EVERYONE ||
           (resolve->introspection == INTROSPECTION_USERS && principal_signed_in(principal));
}

/* Finds the operation that is asked for; NULL, with an error, when there is none. */
static const struct graphql_operation *find_operation(struct execution *operation,
                                                      const struct graphql_document *document,
                                                      struct text name)
{
    const struct graphql_operation *found = graphql_find_operation(document, name);
    struct graphql_errors *errors = &operation->errors;

    if (found)
        return found;
    if (name.bytes)
        graphql_error_add(errors, "OPERATION_RESOLUTION_FAILURE", "Unknown operation named \"{}\".",
                          GRAPHQL_TEXTS(name));
    else
        graphql_error_add(errors, "OPERATION_RESOLUTION_FAILURE",
                          "Must provide operation name if query contains multiple operations.",
                          GRAPHQL_NO_TEXTS);
    return NULL;
}

/* From the text to an operation that may be executed. False: the errors say why not. */
static bool read_document(const struct asked *given, struct execution *operation)
{
    struct graphql_document *document =
        graphql_parse(given->query, operation->validation.limits->tokens, &operation->errors);

    if (!document || !graphql_validate(&operation->validation, document, &operation->errors))
        return false;
    operation->written = find_operation(operation, document, given->operation_name);
    return operation->written &&
           graphql_coerce_variables(&operation->validation, operation->written, given->variables,
                                    &operation->variables, &operation->errors) &&
           graphql_check_cost(&operation->validation, operation->written, &operation->variables,
                              &operation->errors);
}

bool asked_validate(const struct request *request, const struct asked *asked,
                    struct execution *operation)
{
    static const struct graphql_limits none = {.errors = ERROR_LIMIT};
    const struct resolve *resolve = request->server->graphql;

    operation->resolve = resolve;
    operation->validation =
        (struct graphql_validation){.schema = resolve->schema,
                                    .limits = request->principal.master ? &none : &resolve->limits,
                                    .hides_schema = !sees_schema(request, resolve)};
    operation->text = asked->query;
    if (read_document(asked, operation))
        return true;
    operation_conceal(operation);
    return false;
}
