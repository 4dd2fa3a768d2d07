/* openapi.c - api/openapi.json: the REST protocol as OpenAPI 3.1.
 *
 * What every server has in common is in templates/text/openapi.json; here are the paths of
 * the classes. */
#include "emit/access_report.h"
#include "emit/docs/openapi_schemas.h"
#include "emit/emit.h"
#include "emit/template.h"

#include <string.h>

/* Where a class is on the wire, and what its operations are called. */
struct resource {
    const char *path;   /* "/classes/Message" */
    const char *prefix; /* of operation ids: "classes.Message" */
    const char *tag;
    const char *class_name;
    bool is_audit_log; /* the server alone writes it */
};

static struct resource resource_of(struct arena *arena, const struct model_class *class)
{
    static const struct resource builtin[] = {
        {"/users", "users", "users", "_User", false},
        {"/sessions", "sessions", "sessions", "_Session", false},
        {"/roles", "roles", "roles", "_Role", false},
        {"/installations", "installations", "installations", "_Installation", false},
    };
    for (size_t i = 0; i < sizeof builtin / sizeof builtin[0]; i++)
        if (strcmp(class->name, builtin[i].class_name) == 0)
            return builtin[i];
    struct resource resource = {.path = arena_printf(arena, "/classes/%s", class->name),
                                .prefix = arena_printf(arena, "classes.%s", class->name),
                                .tag = class->name,
                                .class_name = class->name};
    return resource;
}

/* What an operation does, in a line. */
static const char *summary_of(struct arena *arena, const struct resource *resource,
                              const char *verb)
{
    static const char *const rows[][2] = {
        {"find", "The objects of %s that the caller reaches and a query matches"},
        {"get", "An object of %s"},
        {"create", "Create an object of %s"},
        {"update", "Change an object of %s"},
        {"delete", "Delete an object of %s"},
        {"versions", "The versions of an object of %s"},
        {"version", "A version of an object of %s"},
        {"signatures", "The signatures of an object of %s"},
        {"sign", "A change with an electronic signature"},
        {"erase", "The session's user is erased, what has to be kept apart"},
        {"accessReport", "Who has had to do with one's own record, when and why"},
        {"export", "All that leads to a user, as one record"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *hole = strstr(rows[i][1], "%s");
        if (strcmp(rows[i][0], verb) == 0)
            return !hole ? rows[i][1]
                         : arena_printf(arena, "%.*s%s%s", (int)(hole - rows[i][1]), rows[i][1],
                                        resource->class_name, hole + 2);
    }
    return verb;
}

static void open_operation(struct buffer *buffer, const struct resource *resource,
                           const char *method, const char *verb)
{
    buffer_printf(buffer,
                  "      \"%s\": {\n        \"operationId\": \"%s.%s\", \"tags\": [\"%s\"],\n"
                  "        \"summary\": \"%s\",\n",
                  method, resource->prefix, verb, resource->tag,
                  summary_of(buffer->arena, resource, verb));
}

static void add_body(struct buffer *buffer, const struct resource *resource, const char *form)
{
    buffer_printf(
        buffer,
        "        \"requestBody\": {\"required\": true, \"content\": {\"application/json\": "
        "{\"schema\": {\"$ref\": \"#/components/schemas/%s.%s\"}}}},\n",
        resource->class_name, form);
}

static void add_parameters(struct buffer *buffer, const char *const *names, size_t count)
{
    buffer_add_string(buffer, "        \"parameters\": [");
    for (size_t i = 0; i < count; i++) {
        buffer_printf(buffer, "%s{\"$ref\": \"#/components/parameters/%s\"}", i == 0 ? "" : ", ",
                      names[i]);
    }
    buffer_add_string(buffer, "],\n");
}

/* Ends an operation with its responses: a named one, or one with a schema of its own. */
static void close_operation(struct buffer *buffer, const char *status, const char *response,
                            const char *end)
{
    buffer_printf(buffer,
                  "        \"responses\": {\n          \"%s\": %s,\n"
                  "          \"default\": {\"$ref\": \"#/components/responses/Error\"}\n"
                  "        }\n      }%s\n",
                  status, response, end);
}

static void add_collection(struct buffer *buffer, const struct resource *resource)
{
    static const char *const parameters[] = {"where", "order", "limit",       "skip",
                                             "count", "keys",  "excludeKeys", "include"};
    buffer_printf(buffer, "    \"%s\": {\n", resource->path);
    open_operation(buffer, resource, "get", "find");
    add_parameters(buffer, parameters, sizeof parameters / sizeof parameters[0]);
    close_operation(
        buffer, "200",
        arena_printf(buffer->arena,
                     "{\"description\": \"What matches\", \"content\": {\"application/json\": "
                     "{\"schema\": {\"type\": \"object\", \"properties\": {\"results\": {\"type\": "
                     "\"array\", \"items\": {\"$ref\": \"#/components/schemas/%s\"}}, \"count\": "
                     "{\"type\": \"integer\"}}, \"required\": [\"results\"]}}}}",
                     resource->class_name),
        resource->is_audit_log ? "" : ",");
    if (!resource->is_audit_log) {
        open_operation(buffer, resource, "post", "create");
        add_body(buffer, resource, "create");
        close_operation(buffer, "201", "{\"$ref\": \"#/components/responses/Created\"}", "");
    }
    buffer_add_string(buffer, "    },\n");
}

static void add_item(struct buffer *buffer, const struct resource *resource)
{
    static const char *const parameters[] = {"keys", "excludeKeys", "include"};
    static const char *const condition[] = {"ifMatch"};
    buffer_printf(buffer,
                  "    \"%s/{objectId}\": {\n"
                  "      \"parameters\": [{\"$ref\": \"#/components/parameters/objectId\"}],\n",
                  resource->path);
    open_operation(buffer, resource, "get", "get");
    add_parameters(buffer, parameters, sizeof parameters / sizeof parameters[0]);
    close_operation(
        buffer, "200",
        arena_printf(buffer->arena,
                     "{\"description\": \"The object\", \"content\": {\"application/json\": "
                     "{\"schema\": {\"$ref\": \"#/components/schemas/%s\"}}}}",
                     resource->class_name),
        resource->is_audit_log ? "" : ",");
    if (!resource->is_audit_log) {
        open_operation(buffer, resource, "put", "update");
        add_parameters(buffer, condition, 1);
        add_body(buffer, resource, "update");
        close_operation(buffer, "200", "{\"$ref\": \"#/components/responses/Updated\"}", ",");
        open_operation(buffer, resource, "delete", "delete");
        add_parameters(buffer, condition, 1);
        close_operation(buffer, "200", "{\"$ref\": \"#/components/responses/Empty\"}", "");
    }
    buffer_add_string(buffer, "    }");
}

/* A version is an object of the class with the members of parse.Version. */
static const char *version_schema(struct arena *arena, const struct resource *resource)
{
    return arena_printf(arena,
                        "{\"allOf\": [{\"$ref\": \"#/components/schemas/%s\"}, "
                        "{\"$ref\": \"#/components/schemas/parse.Version\"}]}",
                        resource->class_name);
}

static void add_versions(struct buffer *buffer, const struct resource *resource)
{
    static const char *const parameters[] = {"limit", "skip",        "count",
                                             "keys",  "excludeKeys", "include"};
    const char *schema = version_schema(buffer->arena, resource);
    buffer_printf(buffer,
                  ",\n    \"%s/{objectId}/versions\": {\n"
                  "      \"parameters\": [{\"$ref\": \"#/components/parameters/objectId\"}],\n",
                  resource->path);
    open_operation(buffer, resource, "get", "versions");
    add_parameters(buffer, parameters, sizeof parameters / sizeof parameters[0]);
    close_operation(
        buffer, "200",
        arena_printf(buffer->arena,
                     "{\"description\": \"The versions, by their numbers\", \"content\": "
                     "{\"application/json\": {\"schema\": {\"type\": \"object\", \"properties\": "
                     "{\"results\": {\"type\": \"array\", \"items\": %s}, \"count\": "
                     "{\"type\": \"integer\"}}, \"required\": [\"results\"]}}}}",
                     schema),
        "");
    buffer_printf(buffer,
                  "    },\n    \"%s/{objectId}/versions/{number}\": {\n"
                  "      \"parameters\": [{\"$ref\": \"#/components/parameters/objectId\"}, "
                  "{\"name\": \"number\", \"in\": \"path\", \"required\": true, \"schema\": "
                  "{\"type\": \"integer\", \"minimum\": 1}}],\n",
                  resource->path);
    open_operation(buffer, resource, "get", "version");
    add_parameters(buffer, parameters + 3, sizeof parameters / sizeof parameters[0] - 3);
    close_operation(buffer, "200",
                    arena_printf(buffer->arena,
                                 "{\"description\": \"The version\", \"content\": "
                                 "{\"application/json\": {\"schema\": %s}}}",
                                 schema),
                    "");
    buffer_add_string(buffer, "    }");
}

static void add_signatures(struct buffer *buffer, const struct resource *resource)
{
    buffer_printf(buffer,
                  ",\n    \"%s/{objectId}/signatures\": {\n"
                  "      \"parameters\": [{\"$ref\": \"#/components/parameters/objectId\"}],\n",
                  resource->path);
    open_operation(buffer, resource, "get", "signatures");
    close_operation(buffer, "200",
                    "{\"description\": \"The signatures of versions that the caller may get\", "
                    "\"content\": {\"application/json\": {\"schema\": {\"type\": \"object\", "
                    "\"properties\": {\"results\": {\"type\": \"array\", \"items\": {\"$ref\": "
                    "\"#/components/schemas/parse.Signature\"}}}, \"required\": [\"results\"]}}}}",
                    "");
    buffer_add_string(buffer, "    }");
}

static void add_access_report(struct buffer *buffer, const struct resource *server)
{
    buffer_add_string(buffer, ",\n    \"/functions/accessReport\": {\n");
    open_operation(buffer, server, "post", "accessReport");
    buffer_add_string(buffer, "        \"requestBody\": {\"content\": {\"application/json\": "
                              "{\"schema\": {\"$ref\": "
                              "\"#/components/schemas/parse.AccessReportParameters\"}}}},\n");
    close_operation(buffer, "200",
                    "{\"description\": \"The latest first\", \"content\": "
                    "{\"application/json\": {\"schema\": {\"type\": \"object\", "
                    "\"properties\": {\"result\": {\"$ref\": "
                    "\"#/components/schemas/parse.AccessReport\"}}, \"required\": "
                    "[\"result\"]}}}}",
                    "");
    buffer_add_string(buffer, "    }");
}

static void add_erasure(struct buffer *buffer, const struct resource *server)
{
    buffer_add_string(buffer, ",\n    \"/functions/erase\": {\n");
    open_operation(buffer, server, "post", "erase");
    buffer_add_string(buffer, "        \"requestBody\": {\"required\": true, \"content\": "
                              "{\"application/json\": {\"schema\": {\"type\": \"object\", "
                              "\"properties\": {\"password\": {\"type\": \"string\", "
                              "\"format\": \"password\"}, \"authData\": {\"type\": "
                              "\"object\", \"description\": \"The second factor, where "
                              "one is set up: {mfa: {token: CODE}}\"}}, \"required\": "
                              "[\"password\"]}}}},\n");
    close_operation(buffer, "200",
                    "{\"description\": \"What went, and what stays and why\", \"content\": "
                    "{\"application/json\": {\"schema\": {\"type\": \"object\", "
                    "\"properties\": {\"result\": {\"$ref\": "
                    "\"#/components/schemas/parse.Erasure\"}}, \"required\": "
                    "[\"result\"]}}}}",
                    "");
    buffer_add_string(buffer, "    }");
}

/* What there is of records as a whole: signing where versions are kept, taking them along where
 * somebody may. */
static void add_record_paths(struct buffer *buffer, const struct model *model)
{
    static const struct resource server = {.prefix = "server", .tag = "server"};
    bool signs = false;
    bool exports = false;
    bool erases = false;
    for (size_t i = 0; i < model->class_count; i++)
        signs = signs || model->classes[i]->keeps_versions;
    for (size_t i = 0; i < model->rule_count; i++) {
        exports = exports || model->rules[i]->kind == RULE_EXPORT;
        erases = erases || model->rules[i]->kind == RULE_ERASURE;
    }
    if (signs) {
        buffer_add_string(buffer, ",\n    \"/functions/sign\": {\n");
        open_operation(buffer, &server, "post", "sign");
        buffer_add_string(buffer, "        \"requestBody\": {\"required\": true, \"content\": "
                                  "{\"application/json\": {\"schema\": {\"$ref\": "
                                  "\"#/components/schemas/parse.Sign\"}}}},\n");
        close_operation(buffer, "200",
                        "{\"description\": \"Signed\", \"content\": {\"application/json\": "
                        "{\"schema\": {\"type\": \"object\", \"properties\": {\"result\": "
                        "{\"type\": \"object\", \"properties\": {\"object\": {\"type\": "
                        "\"object\"}, \"signature\": {\"$ref\": "
                        "\"#/components/schemas/parse.Signature\"}}}}}}}}",
                        "");
        buffer_add_string(buffer, "    }");
    }
    if (access_report_is_there(buffer->arena, model))
        add_access_report(buffer, &server);
    if (erases)
        add_erasure(buffer, &server);
    if (exports) {
        buffer_add_string(buffer, ",\n    \"/export\": {\n");
        open_operation(buffer, &server, "get", "export");
        buffer_add_string(buffer,
                          "        \"parameters\": [{\"name\": \"user\", \"in\": \"query\", "
                          "\"description\": \"Whose record; one's own without it\", "
                          "\"schema\": {\"type\": \"string\"}}],\n");
        close_operation(buffer, "200",
                        "{\"description\": \"The record\", \"content\": {\"application/json\": "
                        "{\"schema\": {\"$ref\": \"#/components/schemas/parse.Record\"}}}}",
                        "");
        buffer_add_string(buffer, "    }");
    }
}

static void add_all_paths(struct buffer *buffer, const struct model *model)
{
    for (size_t i = 0; i < model->class_count; i++) {
        struct resource resource = resource_of(buffer->arena, model->classes[i]);
        resource.is_audit_log = model->classes[i] == model->audit_log;
        buffer_add_string(buffer, i == 0 ? "" : ",\n");
        add_collection(buffer, &resource);
        add_item(buffer, &resource);
        if (model->classes[i]->keeps_versions) {
            add_versions(buffer, &resource);
            add_signatures(buffer, &resource);
        }
    }
    add_record_paths(buffer, model);
}

/* A tag for each class of the app, unless the template has one of that name. */
static void add_tags(struct buffer *buffer, const struct model *model)
{
    static const char *const named[] = {"server", "users",         "sessions",
                                        "roles",  "installations", "files"};
    for (size_t i = 0; i < model->class_count; i++) {
        const char *name = model->classes[i]->name;
        bool is_named = model->classes[i]->builtin;
        for (size_t j = 0; j < sizeof named / sizeof named[0]; j++)
            is_named = is_named || strcmp(named[j], name) == 0;
        if (!is_named)
            buffer_printf(buffer,
                          ",\n    {\"name\": \"%s\", \"description\": \"The objects of %s\"}", name,
                          name);
    }
}

static bool fill(struct buffer *buffer, const char *hole, const void *subject)
{
    const struct model *model = subject;
    size_t last = model->class_count - 1;
    if (strcmp(hole, "TITLE_JSON") == 0)
        buffer_quote_json(buffer, model->title);
    else if (strcmp(hole, "EXAMPLE_CLASS") == 0)
        buffer_add_string(buffer, model->class_count > 0 ? model->classes[last]->name : "_User");
    else if (strcmp(hole, "TAGS") == 0)
        add_tags(buffer, model);
    else if (strcmp(hole, "PATHS") == 0)
        add_all_paths(buffer, model);
    else if (strcmp(hole, "SCHEMAS") == 0)
        openapi_add_schemas(buffer, model);
    else
        return false;
    return true;
}

void emit_openapi(const struct model *model, struct output *output)
{
    template_render(output_file(output, "api/openapi.json"), "openapi.json", fill, model);
}
