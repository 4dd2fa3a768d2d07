/* runtime_resolve.c - any bytes as what somebody asks of a class by GraphQL: as the variables of a find, as a literal of
 * its conditions, as an id. What the schema takes becomes a where, an order and a page of REST, or there is an error
 * with Parse's code; and what is written as a global id reads as the same. */
#include "base/embed.h"
#include "formats/json.h"
#include "graphql/parse.h"
#include "graphql/schema_build.h"
#include "read/object_writer.h"
#include "require.h"
#include "resolve/arguments.h"
#include "sample_class.h"

enum { MOST = 1000 };

bool object_writer_include(struct object_writer *writer, const struct projection *included,
                           struct text object_id)
{
    (void)writer;
    (void)included;
    (void)object_id;
    return false;
}

EMBED(template, "templates/text/schema.graphql")

/* What the generator puts into the template's holes. */
static const struct {
    const char *hole;
    const char *text;
} fillings[] = {
    {"@USER@", "Sample"},
    {"@UNION@", " | Sample"},
    {"@CLASSES@",
     "type Sample implements ParseObject & Node { id: ID! objectId: ID! createdAt: Date! "
     "updatedAt: Date! ACL: ACL text: "
     "String } "
     "enum SampleOrder { id_ASC objectId_DESC text_ASC text_DESC createdAt_DESC } "
     "input SampleWhereInput { id: IdWhereInput objectId: IdWhereInput createdAt: DateWhereInput "
     "text: StringWhereInput "
     "number: NumberWhereInput flag: BooleanWhereInput date: DateWhereInput map: ObjectWhereInput "
     "array: "
     "ArrayWhereInput numbers: ArrayWhereInput other: OtherRelationWhereInput friends: "
     "OtherRelationWhereInput file: "
     "FileWhereInput place: GeoPointWhereInput area: PolygonWhereInput data: BytesWhereInput "
     "status: StringWhereInput "
     "OR: [SampleWhereInput!] AND: [SampleWhereInput!] NOR: [SampleWhereInput!] } "
     "input OtherWhereInput { id: IdWhereInput objectId: IdWhereInput updatedAt: DateWhereInput "
     "OR: [OtherWhereInput!] } "
     "input OtherRelationWhereInput { have: OtherWhereInput haveNot: OtherWhereInput exists: "
     "Boolean } "
     "input CreateSampleFieldsInput { text: String } input UserLoginWithInput { text: String }"},
    {"@QUERIES@", "  samples(where: SampleWhereInput, order: [SampleOrder!], skip: Int, after: "
                  "String, first: Int, before: String, "
                  "last: Int): Sample\n"},
    {"@MUTATIONS@", ""},
    {"@SUBSCRIPTIONS@", ""},
};

static const char operation[] =
    "query Q($where: SampleWhereInput, $order: [SampleOrder!], $skip: Int, $after: String, $first: "
    "Int, $before: String, $last: Int) { samples(where: $where, order: $order, skip: $skip, after: "
    "$after, first: $first, before: $before, last: $last) { text } }";

static struct text fill(struct arena *arena, struct text text)
{
    struct buffer filled;

    buffer_init(&filled, arena, text.length + 4096);
    while (text.length) {
        size_t i = 0;
        while (i < sizeof fillings / sizeof *fillings &&
               (text.length < strlen(fillings[i].hole) ||
                memcmp(text.bytes, fillings[i].hole, strlen(fillings[i].hole)) != 0))
            i++;
        if (i == sizeof fillings / sizeof *fillings) {
            buffer_add_char(&filled, *text.bytes++);
            text.length--;
            continue;
        }
        buffer_add_string(&filled, fillings[i].text);
        text.bytes += strlen(fillings[i].hole);
        text.length -= strlen(fillings[i].hole);
    }
    return buffer_text(&filled);
}

static const struct graphql_schema *shared_schema(void)
{
    static const struct embedded embedded = {template_start, template_end};
    static struct graphql_schema *schema;
    static struct graphql_errors errors;
    static struct arena arena;

    if (schema)
        return schema;
    json_init();
    arena_init(&arena);
    graphql_errors_init(&errors, &arena, 0);
    schema = graphql_schema_build(fill(&arena, embedded_text(&embedded)), &errors);
    if (!schema && errors.first)
        fprintf(stderr, "%.*s\n", TEXT_PRINTED(errors.first->message));
    require(schema != NULL && errors.count == 0, "the schema is one");
    return schema;
}

/* What is compared with something, or lists it, has REST's names alone. */
static void require_where(const cJSON *where, const struct class *class)
{
    const cJSON *member;

    require(cJSON_IsObject(where), "a where is an object");
    cJSON_ArrayForEach(member, where)
    {
        const cJSON *item;
        if (strcmp(member->string, "$or") == 0 || strcmp(member->string, "$and") == 0 ||
            strcmp(member->string, "$nor") == 0) {
            require(cJSON_IsArray(member), "a group is a list");
            cJSON_ArrayForEach(item, member)
            {
                require_where(item, class);
            }
            continue;
        }
        require(member->string[0] != '$', "and there are no other groups");
        if (strchr(member->string, '.'))
            continue; /* a key within an Object */
        require(class_find_field(class, text_of(member->string)) ||
                    strcmp(member->string, "objectId") == 0 ||
                    strcmp(member->string, "createdAt") == 0 ||
                    strcmp(member->string, "updatedAt") == 0,
                "what is asked about is there");
        cJSON_ArrayForEach(item, member)
        {
            require(item->string && item->string[0] == '$', "by operators of REST");
        }
    }
}

static void require_error(const struct run *run)
{
    const struct parse_error *error = &run->request->context.error;

    require(run->errors->first || error->code, "what is refused has an error");
    require(!error->internal, "which is the client's");
}

/* The arguments of the operation's one field, as REST has them. */
static void resolve(struct run *run, const struct graphql_operation *written)
{
    struct connection_plan plan = {.class = &sample_class};
    struct graphql_collected *collected;
    struct buffer json;
    struct page page;

    if (!graphql_collect(run->resolve->schema, written->root, written->selections, run->variables,
                         run->errors, &collected)) {
        require(run->errors->count > 0, "what is not collected is an error");
        return;
    }
    if (!collected || !text_is(collected->field->name, "samples"))
        return;
    plan.arguments =
        graphql_coerce_arguments(run->validation, collected->field, collected->selections[0],
                                 run->variables, NULL, run->errors);
    if (!plan.arguments) {
        require(run->errors->count > 0, "arguments are values, or wrong");
        return;
    }
    if (!arguments_of_find(run, collected->field, &plan)) {
        require_error(run);
        return;
    }
    if (plan.where) {
        require_where(plan.where, &sample_class);
        buffer_init(&json, run->request->context.arena, 256);
        json_write_tree(&json, plan.where);
        require(json_is_valid(buffer_text(&json)), "a where is JSON");
    }
    for (size_t i = 0; i < plan.order.length; i++)
        require(plan.order.bytes[i] != '_', "an order has no directions left");
    if (!arguments_page(run, collected->field, plan.arguments, &page)) {
        require_error(run);
        return;
    }
    require(page.skip >= 0, "a page begins somewhere");
    require(!page.from_end || (page.limit > 0 && page.limit <= MOST), "the last ones are some");
}

static void run_document(struct text source, const cJSON *variables, struct arena *arena)
{
    static struct server server;
    const struct graphql_validation validation = {.schema = shared_schema()};
    const struct resolve resolve_ = {.schema = shared_schema()};
    struct graphql_variables values;
    struct graphql_document *document;
    struct graphql_errors errors;
    struct request request = {.context = {.arena = arena}, .server = &server, .app = &sample_app};
    struct run run = {&resolve_, &validation, &values, &request, &errors};

    server.options.max_limit = MOST;
    graphql_errors_init(&errors, arena, 0);
    json_use_arena(arena);
    document = graphql_parse(source, GRAPHQL_TOKEN_LIMIT, &errors);
    if (!document || !graphql_validate(&validation, document, &errors) ||
        document->operation_count != 1 || document->operations->kind != GRAPHQL_QUERY ||
        !graphql_coerce_variables(&validation, document->operations, variables, &values, &errors)) {
        require(errors.count > 0 || document->operation_count != 1 ||
                    document->operations->kind != GRAPHQL_QUERY,
                "what is not run has an error");
        return;
    }
    resolve(&run, document->operations);
}

static void try_as_variables(struct text text, struct arena *arena)
{
    struct context context = {.arena = arena};
    const cJSON *json = json_parse(&context, text);

    if (cJSON_IsObject(json))
        run_document(text_of(operation), json, arena);
}

static void try_as_literal(struct text text, struct arena *arena)
{
    const struct text parts[] = {TEXT("{ samples(where: "), text, TEXT(") { text } }")};

    run_document(arena_join(arena, parts, 3), NULL, arena);
}

static void try_as_id(struct text text, struct arena *arena)
{
    struct graphql_errors errors;
    struct request request = {.context = {.arena = arena}, .app = &sample_app};
    struct run run = {.request = &request, .errors = &errors};
    const struct class *class;
    const struct class *again;
    struct text object_id;
    struct text read;
    struct buffer written;

    graphql_errors_init(&errors, arena, 0);
    require(global_id_read(&run, text, &class, &object_id), "an id is read");
    if (!class) {
        require(text_equal(object_id, text), "what is no global id is an objectId");
        return;
    }
    buffer_init(&written, arena, 64);
    global_id_write(&written, class, object_id);
    struct text quoted = buffer_text(&written);
    require(global_id_read(&run, (struct text){quoted.bytes + 1, quoted.length - 2}, &again, &read),
            "a global id is read");
    require(again == class && text_equal(read, object_id), "and is what was written");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct text text = {(const char *)bytes, size};
    struct arena arena;

    shared_schema();
    arena_init(&arena);
    try_as_variables(text, &arena);
    try_as_literal(text, &arena);
    try_as_id(text, &arena);
    require(!arena.failed, "and memory is enough");
    arena_release(&arena);
    return 0;
}
