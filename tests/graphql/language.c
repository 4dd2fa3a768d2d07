/* language.c - the room graphql from outside: reads a schema and requests, says what it makes of them.
 *
 *   language SCHEMA <requests     SCHEMA is a file of SDL; a request is one line of JSON:
 *       {"query":TEXT,"variables":OBJECT,"operationName":TEXT,"hides":BOOL,"limits":{NAME:NUMBER},
 *        "costs":BOOL,"validates":BOOL}
 *   A line of JSON answers each: {"errors":[...]}, or {"data":{...},"variables":{...},"calls":[...]}: what
 *   __schema and __type tell, the coerced variables, and every other field that the operation reaches
 *   with its coerced arguments, where each list has one entry and each abstract type is its first object.
 *   What is no schema is answered by one line {"schema":[errors]}. */
#include "formats/json.h"
#include "graphql/cost.h"
#include "graphql/introspect.h"
#include "graphql/parse.h"
#include "graphql/schema_build.h"

#include <stdio.h>
#include <stdlib.h>

struct asking {
    const struct graphql_validation *validation;
    const struct graphql_variables *variables;
    struct graphql_errors *errors;
    struct buffer *data;
    struct buffer *calls;
};

static void fail_test(const char *what)
{
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static struct text read_all(FILE *file)
{
    size_t capacity = 1 << 16;
    size_t length = 0;
    char *bytes = malloc(capacity);

    while (bytes) {
        size_t count = fread(bytes + length, 1, capacity - length, file);
        length += count;
        if (count == 0)
            return (struct text){bytes, length};
        if (length == capacity)
            bytes = realloc(bytes, capacity *= 2);
    }
    fail_test("out of memory");
    return text_none();
}

static void write_arguments(struct asking *asking, const struct graphql_collected *field,
                            const struct graphql_path *path)
{
    struct arena *arena = asking->errors->arena;
    const struct graphql_coerced *values =
        graphql_coerce_arguments(asking->validation, field->field, field->selections[0],
                                 asking->variables, path, asking->errors);
    bool any = false;

    buffer_add_char(asking->calls, '{');
    for (size_t i = 0; values && i < field->field->argument_count; i++) {
        cJSON *json = graphql_coerced_to_json(arena, &values[i]);
        if (!json)
            continue;
        buffer_add_string(asking->calls, any ? "," : "");
        json_write_string(asking->calls, field->field->arguments[i].name);
        buffer_add_char(asking->calls, ':');
        json_write_tree(asking->calls, json);
        any = true;
    }
    buffer_add_char(asking->calls, '}');
}

static void call(struct asking *asking, const struct graphql_collected *fields,
                 const struct graphql_path *path);

/* Goes into the object that a field leads to. */
static void call_below(struct asking *asking, const struct graphql_collected *field,
                       const struct graphql_type_use *type, const struct graphql_path *path)
{
    struct graphql_path item = {.parent = path, .index = 0};
    const struct graphql_type *object = type->named;
    struct graphql_collected *below;

    if (type->wrapping == GRAPHQL_NON_NULL)
        type = type->of;
    if (type->wrapping == GRAPHQL_LIST) {
        call_below(asking, field, type->of, &item);
        return;
    }
    if (!graphql_type_is_composite(object))
        return;
    if (object->kind != GRAPHQL_OBJECT)
        object = object->possible[0];
    if (graphql_collect_below(asking->validation->schema, object, field, asking->variables,
                              asking->errors, &below))
        call(asking, below, path);
}

/* However often a fragment is spread, its fields are taken once. */
static void require_distinct(const struct graphql_collected *field)
{
    for (size_t i = 0; i < field->selection_count; i++)
        for (size_t j = 0; j < i; j++)
            if (field->selections[i] == field->selections[j])
                fail_test("a selection is collected twice");
}

static void call(struct asking *asking, const struct graphql_collected *fields,
                 const struct graphql_path *parent)
{
    const struct graphql_schema *schema = asking->validation->schema;
    struct arena *arena = asking->errors->arena;

    for (; fields; fields = fields->next) {
        struct graphql_path path = {.parent = parent, .name = fields->response_name};
        require_distinct(fields);
        if (fields->field == schema->typename_field)
            continue;
        if (fields->field == schema->schema_field || fields->field == schema->type_field) {
            buffer_add_string(asking->data, asking->data->length > 1 ? "," : "");
            json_write_string(asking->data, fields->response_name);
            buffer_add_char(asking->data, ':');
            if (!graphql_introspect(asking->validation, fields, asking->variables, asking->data,
                                    asking->errors))
                return;
            continue;
        }
        buffer_add_string(asking->calls, asking->calls->length > 1 ? "," : "");
        buffer_add_string(asking->calls, "{\"path\":");
        json_write_string(asking->calls, graphql_print_path(arena, &path));
        buffer_add_string(asking->calls, ",\"field\":");
        json_write_string(asking->calls, graphql_message(arena, "{}.{}",
                                                         GRAPHQL_TEXTS(fields->field->parent->name,
                                                                       fields->field->name)));
        buffer_add_string(asking->calls, ",\"arguments\":");
        write_arguments(asking, fields, &path);
        buffer_add_char(asking->calls, '}');
        call_below(asking, fields, fields->field->type, &path);
    }
}

static void write_variables(struct buffer *json, struct arena *arena,
                            const struct graphql_variables *variables)
{
    bool any = false;

    buffer_add_char(json, '{');
    for (const struct graphql_variable *variable = variables->operation->variables; variable;
         variable = variable->next) {
        cJSON *value = graphql_coerced_to_json(arena, &variables->values[variable->index]);
        if (!value)
            continue;
        buffer_add_string(json, any ? "," : "");
        json_write_string(json, variable->name);
        buffer_add_char(json, ':');
        json_write_tree(json, value);
        any = true;
    }
    buffer_add_char(json, '}');
}

static void read_limits(const cJSON *json, struct graphql_limits *limits)
{
    const struct {
        const char *name;
        unsigned *place;
    } places[] = {
        {"tokens", &limits->tokens},
        {"depth", &limits->depth},
        {"fields", &limits->fields},
        {"cost", &limits->cost},
        {"page", &limits->page},
        {"aliases", &limits->aliases},
        {"directives", &limits->directives},
        {"root_fields", &limits->root_fields},
        {"errors", &limits->errors},
    };

    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const cJSON *number = cJSON_GetObjectItemCaseSensitive(json, places[i].name);
        if (number)
            *places[i].place = (unsigned)number->valuedouble;
    }
}

static struct text text_member(const cJSON *request, const char *name)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(request, name);

    return text_of(cJSON_IsString(member) ? member->valuestring : NULL);
}

/* False when there are errors. */
static bool answer(const struct graphql_schema *schema, const cJSON *request,
                   struct graphql_errors *errors, struct buffer *json)
{
    struct graphql_limits limits = graphql_default_limits;
    struct graphql_validation validation = {
        .schema = schema,
        .limits = &limits,
        .hides_schema = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(request, "hides")),
    };
    struct graphql_document *document;
    const struct graphql_operation *operation;
    struct graphql_variables variables;
    struct graphql_collected *fields;
    struct buffer data, calls;

    read_limits(cJSON_GetObjectItemCaseSensitive(request, "limits"), &limits);
    document = graphql_parse(text_member(request, "query"), limits.tokens, errors);
    if (!document || !graphql_validate(&validation, document, errors))
        return false;
    if (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(request, "validates")))
        return false;
    operation = graphql_find_operation(document, text_member(request, "operationName"));
    if (!operation)
        return false;
    if (!graphql_coerce_variables(&validation, operation,
                                  cJSON_GetObjectItemCaseSensitive(request, "variables"),
                                  &variables, errors))
        return false;
    if (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(request, "costs")) &&
        !graphql_check_cost(&validation, operation, &variables, errors))
        return false;
    buffer_init(&data, errors->arena, 0);
    buffer_init(&calls, errors->arena, 0);
    buffer_add_char(&data, '{');
    buffer_add_char(&calls, '[');
    struct asking asking = {&validation, &variables, errors, &data, &calls};
    if (!graphql_collect(schema, operation->root, operation->selections, &variables, errors,
                         &fields))
        return false;
    call(&asking, fields, NULL);
    if (errors->count)
        return false;
    buffer_add_string(json, "{\"data\":");
    buffer_add_text(json, buffer_text(&data));
    buffer_add_string(json, "},\"variables\":");
    write_variables(json, errors->arena, &variables);
    buffer_add_string(json, ",\"calls\":");
    buffer_add_text(json, buffer_text(&calls));
    buffer_add_string(json, "]}");
    return true;
}

static void answer_line(const struct graphql_schema *schema, struct text line)
{
    struct arena arena;
    struct buffer json;
    struct graphql_errors errors;

    arena_init(&arena);
    struct context context = {.arena = &arena};
    const cJSON *request = json_parse(&context, line);
    if (!request)
        fail_test("a request is no JSON");
    graphql_errors_init(&errors, &arena, 0);
    buffer_init(&json, &arena, 0);
    if (!answer(schema, request, &errors, &json)) {
        buffer_add_string(&json, "{\"errors\":");
        graphql_errors_write(&json, &errors);
        buffer_add_char(&json, '}');
    }
    if (arena.failed || !json_is_valid(buffer_text(&json)))
        fail_test("an answer is no JSON");
    printf("%.*s\n", TEXT_PRINTED(buffer_text(&json)));
    arena_release(&arena);
}

int main(int argument_count, char **arguments)
{
    FILE *file = argument_count == 2 ? fopen(arguments[1], "rb") : NULL;
    struct graphql_errors errors;
    struct arena arena;
    struct buffer json;

    if (!file)
        fail_test("language SCHEMA <requests");
    json_init();
    arena_init(&arena);
    graphql_errors_init(&errors, &arena, 20);
    struct text definitions = read_all(file);
    struct graphql_schema *schema = graphql_schema_build(definitions, &errors);
    struct text all = read_all(stdin);
    struct text rest = all;
    if (!schema) {
        buffer_init(&json, &arena, 0);
        graphql_errors_write(&json, &errors);
        printf("{\"schema\":%.*s}\n", TEXT_PRINTED(buffer_text(&json)));
        rest.length = 0;
    }
    while (rest.length) {
        const char *end = memchr(rest.bytes, '\n', rest.length);
        size_t length = end ? (size_t)(end - rest.bytes) : rest.length;
        answer_line(schema, (struct text){rest.bytes, length});
        rest.bytes += length + (end ? 1 : 0);
        rest.length -= length + (end ? 1 : 0);
    }
    arena_release(&arena);
    free((void *)(uintptr_t)definitions.bytes);
    free((void *)(uintptr_t)all.bytes);
    fclose(file);
    return 0;
}
