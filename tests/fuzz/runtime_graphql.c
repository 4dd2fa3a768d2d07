/* runtime_graphql.c - any bytes as a GraphQL document: it is one or there is one error; what is valid can be
 * executed, its variables and arguments become values of their types, and the schema tells of itself. The
 * same bytes say the same twice, as a schema in SDL, too; and a value that is printed reads as the same. */
#include "formats/json.h"
#include "graphql/cost.h"
#include "graphql/definition.h"
#include "graphql/introspect.h"
#include "graphql/parse.h"
#include "graphql/print_value.h"
#include "graphql/schema_build.h"
#include "require.h"

static const char definitions[] =
    "directive @mark(label: String = \"x\", on: [Color!]) repeatable on QUERY | FIELD | "
    "FRAGMENT_SPREAD | INLINE_FRAGMENT | FRAGMENT_DEFINITION | VARIABLE_DEFINITION "
    "scalar Any enum Color { RED GREEN @deprecated } interface Node { id: ID! } "
    "type Person implements Node { id: ID! name(short: Boolean = false): String friends(first: "
    "Int): "
    "[Person!]! best: Node old: Int @deprecated(reason: \"x\") } "
    "type Dog implements Node { id: ID! barks: Boolean! owner: Person } union Pet = Dog | Person "
    "input Point { x: Float! y: Float = 1.5 } input Choice @oneOf { id: ID point: Point } "
    "input Filter { and: [Filter!] not: Filter color: Color = RED at: Point = {x: 1} any: Any } "
    "type Query { node(id: ID!): Node people(where: Filter, first: Int = 10): [Person!]! pet(by: "
    "Choice!): Pet echo(int: Int, float: Float, string: String, boolean: Boolean, id: ID, color: "
    "Color, any: Any, point: Point, ints: [Int!]! = [1], matrix: [[Int]]): String self: Query } "
    "type Mutation { add(point: Point!): Int } type Subscription { changed(id: ID): Person }";

static const struct graphql_schema *shared_schema(void)
{
    static struct graphql_schema *schema;
    static struct graphql_errors errors;
    static struct arena arena;

    if (schema)
        return schema;
    json_init();
    arena_init(&arena);
    graphql_errors_init(&errors, &arena, 0);
    schema = graphql_schema_build(text_of(definitions), &errors);
    require(schema != NULL && errors.count == 0, "the schema is one");
    return schema;
}

static void require_errors(const struct graphql_errors *errors, struct text source)
{
    unsigned lines = 1;
    struct buffer json;

    for (size_t i = 0; i < source.length; i++)
        lines += source.bytes[i] == '\n' || source.bytes[i] == '\r';
    for (const struct graphql_error *error = errors->first; error; error = error->next) {
        require(error->message.length > 0, "an error has words");
        require(error->code || error->number, "and a code");
        for (size_t i = 0; i < error->place_count; i++)
            require(error->places[i].line >= 1 && error->places[i].line <= lines &&
                        error->places[i].column >= 1 &&
                        error->places[i].column <= source.length + 1,
                    "a place is in the document");
    }
    buffer_init(&json, errors->arena, 0);
    graphql_errors_write(&json, errors);
    require(json_is_valid(buffer_text(&json)), "errors are JSON");
}

struct execution {
    const struct graphql_validation *validation;
    const struct graphql_variables *variables;
    struct graphql_errors *errors;
};

static bool is_of(const struct graphql_coerced *value, const struct graphql_type_use *use)
{
    if (value->kind == GRAPHQL_COERCED_NULL)
        return use->wrapping != GRAPHQL_NON_NULL;
    if (use->wrapping == GRAPHQL_NON_NULL)
        use = use->of;
    if (use->wrapping == GRAPHQL_LIST) {
        size_t count = 0;
        for (const struct graphql_coerced *item = value->items; item; item = item->next, count++)
            if (!is_of(item, use->of))
                return false;
        return value->kind == GRAPHQL_COERCED_LIST && count == value->count;
    }
    if (value->kind == GRAPHQL_COERCED_OBJECT)
        for (const struct graphql_coerced_member *member = value->members; member;
             member = member->next)
            if (!is_of(member->value, member->input->type))
                return false;
    if (value->kind == GRAPHQL_COERCED_OBJECT && use->named->is_one_of && value->count != 1)
        return false;
    return value->type == use->named &&
           (value->kind == GRAPHQL_COERCED_OBJECT) == (use->named->kind == GRAPHQL_INPUT_OBJECT) &&
           (value->kind == GRAPHQL_COERCED_ENUM) == (use->named->kind == GRAPHQL_ENUM);
}

static void execute(struct execution *execution, const struct graphql_collected *fields)
{
    const struct graphql_schema *schema = execution->validation->schema;
    struct graphql_collected *below;
    struct buffer json;

    for (; fields; fields = fields->next) {
        const struct graphql_field *field = fields->field;
        const struct graphql_type *type = field->type->named;
        size_t before = execution->errors->count;
        const struct graphql_coerced *values =
            graphql_coerce_arguments(execution->validation, field, fields->selections[0],
                                     execution->variables, NULL, execution->errors);
        require(values || execution->errors->count > before, "arguments are values, or wrong");
        for (size_t i = 0; values && i < field->argument_count; i++)
            require(values[i].kind == GRAPHQL_COERCED_ABSENT
                        ? !graphql_input_is_required(&field->arguments[i])
                        : is_of(&values[i], field->arguments[i].type),
                    "a value is of its type");
        if (field == schema->schema_field || field == schema->type_field) {
            buffer_init(&json, execution->errors->arena, 0);
            if (values && graphql_introspect(execution->validation, fields, execution->variables,
                                             &json, execution->errors))
                require(json_is_valid(buffer_text(&json)), "introspection is JSON");
            continue;
        }
        if (!graphql_type_is_composite(type))
            continue;
        if (type->kind != GRAPHQL_OBJECT)
            type = type->possible[0];
        if (graphql_collect_below(schema, type, fields, execution->variables, execution->errors,
                                  &below))
            execute(execution, below);
        else
            require(execution->errors->count > before, "what is not collected is an error");
    }
}

static void execute_all(const struct graphql_validation *validation,
                        const struct graphql_document *document, struct graphql_errors *errors)
{
    for (const struct graphql_operation *operation = document->operations; operation;
         operation = operation->next) {
        struct graphql_collected *fields;
        struct graphql_variables variables;
        size_t before = errors->count;
        struct execution execution = {validation, &variables, errors};
        if (!graphql_coerce_variables(validation, operation, NULL, &variables, errors) ||
            !graphql_check_cost(validation, operation, &variables, errors)) {
            require(errors->count > before, "variables are values, or wrong");
            continue;
        }
        if (graphql_collect(validation->schema, operation->root, operation->selections, &variables,
                            errors, &fields))
            execute(&execution, fields);
        else
            require(errors->count > before, "what is not collected is an error");
    }
}

/* Prints and reads it again. */
static void require_printed(struct arena *arena, const struct graphql_value *value)
{
    struct graphql_errors errors;
    struct buffer first, second;

    graphql_errors_init(&errors, arena, 0);
    buffer_init(&first, arena, 0);
    buffer_init(&second, arena, 0);
    graphql_print_literal(&first, value);
    value = graphql_parse_value(buffer_text(&first), &errors);
    require(value != NULL, "a value that is printed reads");
    graphql_print_literal(&second, value);
    require(text_equal(buffer_text(&first), buffer_text(&second)), "and is the same again");
}

static size_t count_errors(struct text source, bool hides, struct arena *arena)
{
    const struct graphql_validation validation = {.schema = shared_schema(), .hides_schema = hides};
    struct graphql_errors errors;
    struct graphql_document *document;

    graphql_errors_init(&errors, arena, 0);
    document = graphql_parse(source, GRAPHQL_TOKEN_LIMIT, &errors);
    require((document != NULL) == (errors.count == 0), "either a document or an error");
    require(errors.count <= 1, "and one alone");
    if (document) {
        bool valid = graphql_validate(&validation, document, &errors);
        require(valid == (errors.count == 0), "either valid or an error");
        if (valid)
            execute_all(&validation, document, &errors);
        for (const struct graphql_operation *operation = document->operations; operation;
             operation = operation->next)
            for (const struct graphql_variable *variable = operation->variables; variable;
                 variable = variable->next)
                if (variable->default_value)
                    require_printed(arena, variable->default_value);
    }
    require_errors(&errors, source);
    return errors.count;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct text source = {(const char *)bytes, size};
    struct graphql_errors errors;
    struct arena arena;

    shared_schema();
    arena_init(&arena);
    size_t count = count_errors(source, false, &arena);
    require(count == count_errors(source, false, &arena), "the same bytes say the same twice");
    require((count == 0) == (count_errors(source, true, &arena) == 0) ||
                memmem(bytes, size, "__", 2) != NULL,
            "who may not see the schema is answered alike");
    graphql_errors_init(&errors, &arena, 0);
    const struct graphql_schema *schema = graphql_schema_build(source, &errors);
    require((schema != NULL) == (errors.count == 0), "either a schema or an error");
    require_errors(&errors, source);
    require(!arena.failed, "and memory is enough");
    arena_release(&arena);
    return 0;
}
