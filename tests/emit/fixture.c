/* fixture.c - emits a tree from a model made by hand, with names and texts that a reader of schemas
 * would rarely let through: what emitters must survive on their own.
 *
 *     fixture commit|compare FOLDER [--without-extra] [--access=public] [--classes=N]
 *
 * --without-extra leaves out the class Extra, so that a tree has an orphan; --classes=N emits N
 * plain classes of 20 fields instead, and prints time and memory. Exit status: 0, 1 on drift, 2 on
 * failure. */
#include "emit/emit.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { CLASS_LIMIT = 20000, FIELD_LIMIT = 400 };

struct builder {
    struct arena *arena;
    struct source schema;
    const struct model_class **classes;
    size_t class_count;
};

static struct model_class *add_class(struct builder *builder, const char *name, const char *c_name)
{
    struct model_class *class = arena_alloc(builder->arena, sizeof *class);
    class->name = name;
    class->table = name;
    class->c_name = c_name;
    class->builtin = name[0] == '_';
    class->fields = arena_alloc_array(builder->arena, FIELD_LIMIT, sizeof *class->fields);
    if (!class->builtin) {
        class->inputs = INPUT_SCHEMA;
        class->schema_span = span_of(&builder->schema, builder->class_count * 2, 1);
    }
    builder->classes[builder->class_count++] = class;
    return class;
}

static struct model_field *add_field(struct builder *builder, struct model_class *class,
                                     const char *name, const char *c_name, enum field_type type,
                                     const struct model_class *target)
{
    struct model_field *field = arena_alloc(builder->arena, sizeof *field);
    field->name = name;
    field->c_name = c_name;
    field->column = name;
    field->type = type;
    field->target = target;
    field->element_type = -1;
    field->inputs = class->inputs;
    field->schema_span = class->schema_span;
    /* The array belongs to this builder; only readers see it as const. */
    ((const struct model_field **)(void *)class->fields)[class->field_count++] = field;
    return field;
}

static struct model_class *add_builtin_classes(struct builder *builder)
{
    struct model_class *user = add_class(builder, "_User", "user");
    struct model_field *username =
        add_field(builder, user, "username", "username", FIELD_STRING, NULL);
    username->required = true;
    username->unique = true;
    add_field(builder, user, "email", "email", FIELD_STRING, NULL)->unique = true;
    static const char *const hidden[] = {"email", "objectId", "gone"};
    static const struct model_protected protected[] = {{"*", hidden, 3}, {"role:staff", NULL, 0}};
    user->protected_fields = protected;
    user->protected_count = 2;
    struct model_class *role = add_class(builder, "_Role", "role");
    add_field(builder, role, "name", "name", FIELD_STRING, NULL)->unique = true;
    add_field(builder, role, "users", "users", FIELD_RELATION, user);
    add_field(builder, role, "roles", "roles", FIELD_RELATION, role);
    struct model_class *session = add_class(builder, "_Session", "session");
    add_field(builder, session, "user", "user", FIELD_POINTER, user)->server_set = true;
    add_field(builder, session, "expiresAt", "expires_at", FIELD_DATE, NULL);
    return user;
}

static void add_everything(struct builder *builder, const struct model_class *user)
{
    static const char *const hostile[] = {"*/ int x; /*", "\"; exit(1); //",
                                          "?\?/",         "a\nb\rc\td",
                                          "it's",         "| cell | `code` <b>",
                                          "\xE7\x97\x85", "'); DROP TABLE \"Everything\"; --",
                                          "\\",           "%s%n",
                                          "$(rm -rf .)",  "@NAME@"};
    struct model_class *class = add_class(builder, "Everything", "everything");
    struct model_field *text = add_field(builder, class, "text", "text", FIELD_STRING, NULL);
    text->required = true;
    text->one_of = hostile;
    text->one_of_count = sizeof hostile / sizeof hostile[0];
    text->default_json = "\"*/ ?\?/ \\\" \\n \\\\ '\"";
    static const char *const aliases[] = {"writing", "body"};
    text->aliases = aliases;
    text->alias_count = 2;
    add_field(builder, class, "number", "number", FIELD_NUMBER, NULL)->default_json = "1.5";
    add_field(builder, class, "flag", "flag", FIELD_BOOLEAN, NULL)->default_json = "false";
    add_field(builder, class, "when", "when", FIELD_DATE, NULL)->indexed = true;
    add_field(builder, class, "tree", "tree", FIELD_OBJECT, NULL);
    add_field(builder, class, "list", "list", FIELD_ARRAY, NULL)->element_type = FIELD_STRING;
    add_field(builder, class, "owner", "owner", FIELD_POINTER, user)->required = true;
    add_field(builder, class, "others", "others", FIELD_RELATION, user);
    add_field(builder, class, "file", "file", FIELD_FILE, NULL);
    add_field(builder, class, "place", "place", FIELD_GEOPOINT, NULL)->indexed = true;
    add_field(builder, class, "area", "area", FIELD_POLYGON, NULL);
    add_field(builder, class, "bytes", "bytes", FIELD_BYTES, NULL)->unique = true;
    add_field(builder, class, "select", "select", FIELD_STRING, NULL);
    add_field(builder, class, "parent", "parent", FIELD_POINTER, class)->indexed = true;
    char *lengthy = arena_alloc(builder->arena, 6001);
    memset(lengthy, '7', 6000);
    add_field(builder, class, "lengthy", "lengthy", FIELD_NUMBER, NULL)->default_json = lengthy;

    class->has_permissions = true;
    class->permissions[OPERATION_GET].everyone = true;
    class->permissions[OPERATION_FIND].requires_authentication = true;
    static const char *const principals[] = {"role:\"staff\"", "abc"};
    class->permissions[OPERATION_FIND].principals = principals;
    class->permissions[OPERATION_FIND].principal_count = 2;
    class->permissions[OPERATION_UPDATE].pointer_fields = &class->fields[6];
    class->permissions[OPERATION_UPDATE].pointer_field_count = 1;
    class->write_user_fields = &class->fields[6];
    class->write_user_field_count = 1;
    class->ownership = &class->fields[6];
    class->ownership_length = 1;
    static const char *const columns[] = {"\"owner\"", "\"when\" DESC"};
    static const struct model_field *fields[2];
    fields[0] = class->fields[6];
    fields[1] = class->fields[3];
    static const struct model_index index = {
        .name = "Everything", .fields = fields, .columns = columns, .column_count = 2};
    class->indexes = &index;
    class->index_count = 1;
}

/* Classes and fields that want the same C names as each other, as the runtime or as a header. */
static void add_name_seekers(struct builder *builder)
{
    static const char *const names[][2] = {
        {"Object", "object"},
        {"Class", "class"},
        {"Text", "text"},
        {"Row", "row"},
        {"Request", "request"},
        {"Server", "server"},
        {"Store", "store"},
        {"App", "app"},
        {"String", "string"},
        {"Int", "int"},
        {"Field", "field"},
        {"Column", "column"},
        {"Operation", "operation"},
        {"Application", "application"},
        {"User", "user_2"},
        {"Projection", "projection"},
        {"Buffer", "buffer"},
        {"Stdio", "stdio"},
        {"PK", "pk"},
    };
    static const char *const fields[][2] = {
        {"object", "object"}, {"state", "state"},   {"state_", "state_"},
        {"errno", "errno_"},  {"max", "max"},       {"get", "get"},
        {"string", "string"}, {"acl", "acl"},       {"count", "count"},
        {"model", "model"},   {"fields", "fields"}, {"names", "names"},
        {"row", "row"},       {"writer", "writer"}, {"fieldCount", "field_count"},
        {"PK", "pk"},         {"int", "int_"},      {"projection", "projection"},
        {"class", "class"},   {"style", "style"},   {"rowid", "rowid"},
        {"order", "order"},
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct model_class *class = add_class(builder, names[i][0], names[i][1]);
        for (size_t j = 0; j < sizeof fields / sizeof fields[0]; j++)
            add_field(builder, class, fields[j][0], fields[j][1], FIELD_STRING, NULL);
    }
    add_field(builder, add_class(builder, "Foo", "foo"), "barBaz", "bar_baz", FIELD_STRING, NULL);
    add_field(builder, add_class(builder, "FooBar", "foo_bar"), "baz", "baz", FIELD_STRING, NULL);
}

static void add_shapes(struct builder *builder, const struct model_class *user)
{
    add_class(builder, "Empty", "empty");
    add_field(builder, add_class(builder, "Friends", "friends"), "all", "all", FIELD_RELATION,
              user);
    struct model_class *wide = add_class(builder, "Wide", "wide");
    for (int i = 0; i < FIELD_LIMIT; i++) {
        add_field(builder, wide, arena_printf(builder->arena, "aRatherLongNameForField%d", i),
                  arena_printf(builder->arena, "a_rather_long_name_for_field_%d", i),
                  (enum field_type)(i % 6), NULL);
    }
}

static void add_plain_classes(struct builder *builder, int count, const struct model_class *user)
{
    for (int i = 0; i < count; i++) {
        struct model_class *class = add_class(builder, arena_printf(builder->arena, "Plain%d", i),
                                              arena_printf(builder->arena, "plain%d", i));
        struct model_field *owner =
            add_field(builder, class, "owner", "owner", FIELD_POINTER, user);
        owner->indexed = true;
        for (int j = 1; j < 20; j++) {
            add_field(builder, class, arena_printf(builder->arena, "fieldNumber%d", j),
                      arena_printf(builder->arena, "field_number%d", j), (enum field_type)(j % 6),
                      NULL);
        }
    }
}

static void report(struct timespec start, int classes)
{
    struct timespec end;
    struct rusage usage;
    clock_gettime(CLOCK_MONOTONIC, &end);
    getrusage(RUSAGE_SELF, &usage);
    double seconds =
        (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
    printf("{\"classes\":%d,\"seconds\":%.4f,\"kilobytes\":%ld}\n", classes, seconds,
           usage.ru_maxrss);
}

int main(int argc, char **argv)
{
    bool with_extra = true;
    int plain = 0;
    enum access_default access = ACCESS_OWNER;
    for (int i = 3; i < argc; i++) {
        with_extra = with_extra && strcmp(argv[i], "--without-extra") != 0;
        access = strcmp(argv[i], "--access=public") == 0 ? ACCESS_PUBLIC : access;
        if (strncmp(argv[i], "--classes=", 10) == 0)
            plain = atoi(argv[i] + 10);
    }
    if (argc < 3 || plain < 0 || plain > CLASS_LIMIT - 100) {
        fputs("usage: fixture commit|compare FOLDER [OPTION]...\n", stderr);
        return 2;
    }
    struct arena arena;
    arena_init(&arena);
    char *lines = arena_alloc(&arena, CLASS_LIMIT * 2 + 1);
    for (size_t i = 0; i < CLASS_LIMIT; i++)
        memcpy(lines + 2 * i, ".\n", 2);
    struct builder builder = {.arena = &arena};
    builder.classes = arena_alloc_array(&arena, CLASS_LIMIT, sizeof *builder.classes);
    source_init(&builder.schema, &arena, "some/*/where/*/schema.json", lines, CLASS_LIMIT * 2);

    struct timespec start;
    clock_gettime(CLOCK_MONOTONIC, &start);
    const struct model_class *user = add_builtin_classes(&builder);
    if (plain > 0) {
        add_plain_classes(&builder, plain, user);
    } else {
        add_everything(&builder, user);
        add_name_seekers(&builder);
        add_shapes(&builder, user);
    }
    if (with_extra)
        add_field(&builder, add_class(&builder, "Extra", "extra"), "x", "x", FIELD_NUMBER, NULL);
    struct model model = {.name = "fixture",
                          .title = "A title with | and */ and ?\?/ and <b>",
                          .access = access,
                          .schema = &builder.schema,
                          .sample_json = "{\n  \"objects\": []\n}\n",
                          .classes = builder.classes,
                          .class_count = builder.class_count};
    bool compares = strcmp(argv[1], "compare") == 0;
    struct output *output = output_new(&arena, compares ? OUTPUT_COMPARE : OUTPUT_COMMIT, argv[2]);
    emit_all(&model, output);
    enum output_result result = compares ? output_compare(output) : output_commit(output);
    if (plain > 0)
        report(start, plain);
    output_release(output);
    arena_release(&arena);
    return result == OUTPUT_OK ? 0 : result == OUTPUT_DRIFT ? 1 : 2;
}
