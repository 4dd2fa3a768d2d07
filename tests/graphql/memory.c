/* memory.c - what becomes of schemas and documents when memory runs out: at each allocation in turn, once
 * for that one alone and once for all that follow. The linker sends the arena's allocations here first
 * (--wrap=arena_alloc and its kin).
 *
 *   memory SCHEMA DOCUMENT...     ends with 1 when something is taken for what it is not */
#include "formats/json.h"
#include "graphql/cost.h"
#include "graphql/introspect.h"
#include "graphql/parse.h"
#include "graphql/schema_build.h"

#include <stdio.h>
#include <stdlib.h>

static long left = -1; /* allocations until one fails; negative: none does */
static bool for_good;  /* all that follow fail, too */
static long made;

static bool fails(struct arena *arena)
{
    made++;
    if (left < 0 || (left > 0 && left-- > 0))
        return false;
    if (!for_good)
        left = -1;
    arena->failed = true;
    return true;
}

void *__real_arena_alloc(struct arena *arena, size_t size);
void *__wrap_arena_alloc(struct arena *arena, size_t size);
void *__wrap_arena_alloc(struct arena *arena, size_t size)
{
    return fails(arena) ? NULL : __real_arena_alloc(arena, size);
}

char *__real_arena_alloc_bytes(struct arena *arena, size_t size);
char *__wrap_arena_alloc_bytes(struct arena *arena, size_t size);
char *__wrap_arena_alloc_bytes(struct arena *arena, size_t size)
{
    return fails(arena) ? NULL : __real_arena_alloc_bytes(arena, size);
}

void *__real_arena_alloc_array(struct arena *arena, size_t count, size_t size);
void *__wrap_arena_alloc_array(struct arena *arena, size_t count, size_t size);
void *__wrap_arena_alloc_array(struct arena *arena, size_t count, size_t size)
{
    return fails(arena) ? NULL : __real_arena_alloc_array(arena, count, size);
}

struct text __real_arena_copy(struct arena *arena, struct text text);
struct text __wrap_arena_copy(struct arena *arena, struct text text);
struct text __wrap_arena_copy(struct arena *arena, struct text text)
{
    return fails(arena) ? text_none() : __real_arena_copy(arena, text);
}

static void require(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "does not hold: %s\n", what);
    exit(1);
}

static void execute(const struct graphql_validation *validation,
                    const struct graphql_variables *variables, struct graphql_errors *errors,
                    const struct graphql_collected *fields, struct buffer *json)
{
    const struct graphql_schema *schema = validation->schema;
    struct graphql_collected *below;

    for (; fields; fields = fields->next) {
        const struct graphql_type *type = fields->field->type->named;
        const struct graphql_coerced *values = graphql_coerce_arguments(
            validation, fields->field, fields->selections[0], variables, NULL, errors);
        for (size_t i = 0; values && i < fields->field->argument_count; i++)
            graphql_coerced_to_json(errors->arena, &values[i]);
        if (fields->field == schema->schema_field || fields->field == schema->type_field) {
            graphql_introspect(validation, fields, variables, json, errors);
            continue;
        }
        if (!graphql_type_is_composite(type))
            continue;
        if (type->kind != GRAPHQL_OBJECT)
            type = type->possible[0];
        if (graphql_collect_below(schema, type, fields, variables, errors, &below))
            execute(validation, variables, errors, below, json);
    }
}

/* Goes all the way; writes the errors, if there are any. */
static void run(const struct graphql_schema *schema, struct text source, struct arena *arena,
                struct buffer *json)
{
    const struct graphql_validation validation = {.schema = schema};
    struct graphql_document *document;
    struct graphql_variables variables;
    struct graphql_collected *fields;
    struct graphql_errors errors;

    graphql_errors_init(&errors, arena, 0);
    document = graphql_parse(source, GRAPHQL_TOKEN_LIMIT, &errors);
    if (document && graphql_validate(&validation, document, &errors))
        for (const struct graphql_operation *operation = document->operations; operation;
             operation = operation->next)
            if (graphql_coerce_variables(&validation, operation, NULL, &variables, &errors) &&
                graphql_check_cost(&validation, operation, &variables, &errors) &&
                graphql_collect(schema, operation->root, operation->selections, &variables, &errors,
                                &fields))
                execute(&validation, &variables, &errors, fields, json);
    graphql_errors_write(json, &errors);
}

/* Says what comes out; the arena tells whether to believe it. */
static void try_document(const struct graphql_schema *schema, struct text source)
{
    struct arena arena;
    struct buffer whole, json;

    left = -1;
    arena_init(&arena);
    buffer_init(&whole, &arena, 0);
    made = 0;
    run(schema, source, &arena, &whole);
    require(!arena.failed && made > 0, "memory is enough");
    for (long at = 0, count = 2 * made; at < count; at++) {
        struct arena scarce;
        arena_init(&scarce);
        for_good = at % 2;
        left = at / 2;
        buffer_init(&json, &scarce, 0);
        run(schema, source, &scarce, &json);
        require(scarce.failed || text_equal(buffer_text(&json), buffer_text(&whole)),
                "what comes out is right, or the arena has failed");
        left = -1;
        arena_release(&scarce);
    }
    arena_release(&arena);
}

static void try_schema(struct text definitions)
{
    struct graphql_errors errors;
    struct arena arena;

    for (long at = 0, count = 2; at < count; at++) {
        arena_init(&arena);
        graphql_errors_init(&errors, &arena, 0);
        made = 0;
        for_good = at % 2;
        left = at ? at / 2 : -1;
        const struct graphql_schema *schema = graphql_schema_build(definitions, &errors);
        require(at > 0 || schema, "the schema is one");
        require(schema || errors.count || arena.failed, "there is a reason for no schema");
        require(arena.failed || (schema && !errors.count), "a fault is memory's");
        if (at == 0)
            count = 2 * made;
        left = -1;
        arena_release(&arena);
    }
}

int main(int argument_count, char **arguments)
{
    struct graphql_errors errors;
    struct arena arena;

    require(argument_count > 2, "memory SCHEMA DOCUMENT...");
    json_init();
    try_schema(text_of(arguments[1]));
    arena_init(&arena);
    graphql_errors_init(&errors, &arena, 0);
    const struct graphql_schema *schema = graphql_schema_build(text_of(arguments[1]), &errors);
    require(schema != NULL, "the schema is one");
    for (int i = 2; i < argument_count; i++)
        try_document(schema, text_of(arguments[i]));
    arena_release(&arena);
    return 0;
}
