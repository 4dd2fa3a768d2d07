/* rows_app.c - see rows_app.h. */
#include "rows_app.h"

#include "base/context.h"
#include "model/class_access.h"
#include "model/class_checks.h"
#include "model/value.h"
#include "model/value_reader.h"
#include "read/object_writer.h"

#include <stdio.h>
#include <stdlib.h>

enum { FIELD_LIMIT = 24, CLASS_LIMIT = 16 };

struct built {
    struct class class;
    struct class_access access;
    struct class_field fields[FIELD_LIMIT];
    struct class_name names[FIELD_LIMIT];
    char columns[1024];
    char ddl[2048];
    struct protected_fields protected_fields[4];
};

static struct built built[CLASS_LIMIT];
static const struct class *classes[CLASS_LIMIT];
static size_t built_count;
struct app rows_app;

_Noreturn void rows_die(const char *what)
{
    fprintf(stderr, "rows: %s\n", what);
    exit(2);
}

static void write_field(struct object_writer *writer, const struct row *row,
                        const struct projection *projection, const struct class_field *field)
{
    char bytes[64];
    int length = snprintf(bytes, sizeof bytes, ",\"%s\":", field->name.bytes);
    struct text key = {bytes, (size_t)length};
    int index = (int)(field - projection->class->fields);

    if (!projection_shows(projection, index))
        return;
    switch (field->type) {
    case FIELD_STRING:
        write_string(writer, row, field->column, key);
        break;
    case FIELD_NUMBER:
        write_number(writer, row, field->column, key);
        break;
    case FIELD_BOOLEAN:
        write_boolean(writer, row, field->column, key);
        break;
    case FIELD_DATE:
        write_date(writer, row, field->column, key);
        break;
    case FIELD_OBJECT:
        write_json(writer, row, field->column, key);
        break;
    case FIELD_ARRAY:
        write_array(writer, row, field->column, key, projection_included(projection, index));
        break;
    case FIELD_POINTER:
        write_pointer(writer, row, field->column, key, field->target,
                      projection_included(projection, index));
        break;
    case FIELD_RELATION:
        write_relation(writer, key, field->target);
        break;
    case FIELD_FILE:
        write_file(writer, row, field->column, key);
        break;
    case FIELD_GEOPOINT:
        write_geopoint(writer, row, field->column, key);
        break;
    case FIELD_POLYGON:
        write_polygon(writer, row, field->column, key);
        break;
    case FIELD_BYTES:
        write_bytes(writer, row, field->column, key);
        break;
    }
}

static void write_members(struct object_writer *writer, const struct row *row,
                          const struct projection *projection)
{
    write_object_head(writer, row);
    for (int i = 0; i < projection->class->field_count; i++)
        write_field(writer, row, projection, &projection->class->fields[i]);
    write_object_acl(writer, row);
}

static bool read_value(const struct value_source *source, int index, void *object)
{
    const struct class_field *field = source->field;
    void *member = (char *)object + field->offset;

    (void)index;
    switch (field->type) {
    case FIELD_STRING:
        return read_string(source, member);
    case FIELD_NUMBER:
        return read_number(source, member);
    case FIELD_BOOLEAN:
        return read_boolean(source, member);
    case FIELD_DATE:
        return read_date(source, member);
    case FIELD_OBJECT:
        return read_object(source, member);
    case FIELD_ARRAY:
        return read_array(source, member);
    case FIELD_POINTER:
        return read_pointer(source, member);
    case FIELD_RELATION:
        return read_relation(source);
    case FIELD_FILE:
        return read_file(source, member);
    case FIELD_GEOPOINT:
        return read_geopoint(source, member);
    case FIELD_POLYGON:
        return read_polygon(source, member);
    case FIELD_BYTES:
        return read_bytes(source, member);
    }
    return false;
}

static const struct class_codec codec = {read_value, write_members};
static const struct class_checks checks = {0};

/* Item: a name is required, a state is new, which is the default, or done. */
static const struct class_field *item_field(const char *name, const void *object,
                                            unsigned char *state, const struct text **text)
{
    const struct class *item = app_find_class(&rows_app, text_of("Item"));
    const struct class_field *field = class_find_field(item, text_of(name));

    *state = *object_state(item, (void *)(uintptr_t)object, (int)(field - item->fields));
    *text = (const void *)((const char *)object + field->offset);
    return field;
}

static bool check_item(struct context *context, const void *object)
{
    const struct text *text;
    unsigned char state;

    item_field("name", object, &state, &text);
    if (value_lacks_text(state, *text))
        return fail(context, PARSE_VALIDATION, "name is required");
    item_field("state", object, &state, &text);
    return state != FIELD_SET || text_is(*text, "new") || text_is(*text, "done") ||
           fail(context, PARSE_VALIDATION, "Item.state must be one of: new, done.");
}

static bool complete_item(struct context *context, void *object, bool *computed)
{
    const struct class *item = app_find_class(&rows_app, text_of("Item"));
    const struct class_field *field;
    const struct text *text;
    unsigned char state;

    item_field("name", object, &state, &text);
    if (state == FIELD_ABSENT)
        return fail(context, PARSE_VALIDATION, "name is required");
    field = item_field("state", object, &state, &text);
    return state != FIELD_ABSENT ||
           value_set_default(context, item, (int)(field - item->fields), object, computed);
}

static const struct class_checks item_checks = {.check_values = check_item,
                                                .complete = complete_item};

/* Texts of the tables live as long as the program. */
static const char *format(const char *pattern, const char *first, const char *second)
{
    char *text = malloc(256);

    if (!text)
        rows_die("out of memory");
    snprintf(text, 256, pattern, first, second);
    return text;
}

static struct built *add_class(const char *name)
{
    struct built *new = &built[built_count];

    classes[built_count++] = &new->class;
    new->class.name = text_of(name);
    new->class.table = format("\"%s\"%s", name, "");
    new->class.fields = new->fields;
    new->class.names = new->names;
    new->class.columns = new->columns;
    new->class.column_count = COLUMN_FIRST_FIELD;
    new->class.object_size = sizeof(struct object);
    new->class.codec = &codec;
    new->class.access = &new->access;
    new->class.checks = &checks;
    new->access.protected_fields = new->protected_fields;
    for (int i = 0; i < OPERATION_TOTAL; i++)
        new->access.permissions[i].everyone = true;
    snprintf(new->columns, sizeof new->columns,
             "\"objectId\", \"createdAt\", \"updatedAt\", \"_acl\"");
    snprintf(new->ddl, sizeof new->ddl,
             "CREATE TABLE \"%s\" (\"objectId\" TEXT PRIMARY KEY NOT NULL, \"createdAt\" INTEGER "
             "NOT NULL,"
             " \"updatedAt\" INTEGER NOT NULL, \"_acl\" TEXT",
             name);
    return new;
}

static void add_column(struct built *to, const char *quoted, const char *type)
{
    size_t length = strlen(to->columns);

    snprintf(to->columns + length, sizeof to->columns - length, ", %s", quoted);
    length = strlen(to->ddl);
    snprintf(to->ddl + length, sizeof to->ddl - length, ", %s %s", quoted, type);
    to->class.column_count++;
}

static struct class_field *add_field(struct built *to, const char *name, enum field_type type,
                                     const struct class *target)
{
    static const char *const column_types[] = {
        [FIELD_STRING] = "TEXT",  [FIELD_NUMBER] = "REAL", [FIELD_BOOLEAN] = "INTEGER",
        [FIELD_DATE] = "INTEGER", [FIELD_OBJECT] = "TEXT", [FIELD_ARRAY] = "TEXT",
        [FIELD_POINTER] = "TEXT", [FIELD_FILE] = "TEXT",   [FIELD_GEOPOINT] = "REAL",
        [FIELD_POLYGON] = "TEXT", [FIELD_BYTES] = "BLOB",  [FIELD_RELATION] = NULL,
    };
    struct class_field *field = &to->fields[to->class.field_count++];

    *field = (struct class_field){.name = text_of(name),
                                  .type = type,
                                  .element_type = -1,
                                  .column = -1,
                                  .column_name = "",
                                  .target = target};
    if (type == FIELD_RELATION) {
        field->join_table = format("\"_Join:%s:%s\"", name, to->class.name.bytes);
        return field;
    }
    field->offset = to->class.object_size;
    to->class.object_size += 16; /* of the largest member */
    field->column = to->class.column_count;
    field->column_name =
        format(type == FIELD_GEOPOINT ? "\"%s_latitude\"%s" : "\"%s\"%s", name, "");
    add_column(to, field->column_name, column_types[type]);
    if (type == FIELD_GEOPOINT) {
        field->second_column_name = format("\"%s_longitude\"%s", name, "");
        add_column(to, field->second_column_name, "REAL");
    }
    return field;
}

static int compare_names(const void *a, const void *b)
{
    return text_compare(((const struct class_name *)a)->name, ((const struct class_name *)b)->name);
}

static int compare_classes(const void *a, const void *b)
{
    return text_compare((*(const struct class *const *)a)->name,
                        (*(const struct class *const *)b)->name);
}

static void finish_classes(void)
{
    for (size_t i = 0; i < built_count; i++) {
        struct built *to = &built[i];
        for (int j = 0; j < to->class.field_count; j++) {
            const struct class_field *field = &to->fields[j];
            to->names[to->class.name_count++] = (struct class_name){field->name, j};
            for (size_t k = 0; k < field->alias_count; k++)
                to->names[to->class.name_count++] = (struct class_name){field->aliases[k], j};
        }
        qsort(to->names, to->class.name_count, sizeof *to->names, compare_names);
        to->class.state_offset = to->class.object_size;
        to->class.object_size += FIELD_LIMIT;
    }
    qsort(classes, built_count, sizeof *classes, compare_classes);
}

static void add_item(const struct built *user)
{
    static const struct text nicknames[] = {{"nickname", 8}};
    struct built *item = add_class("Item");
    struct class_field *field = add_field(item, "name", FIELD_STRING, NULL);

    field->required = true;
    field->aliases = nicknames;
    field->alias_count = 1;
    add_field(item, "text", FIELD_STRING, NULL);
    add_field(item, "number", FIELD_NUMBER, NULL);
    add_field(item, "flag", FIELD_BOOLEAN, NULL);
    add_field(item, "date", FIELD_DATE, NULL);
    add_field(item, "object", FIELD_OBJECT, NULL);
    add_field(item, "array", FIELD_ARRAY, NULL);
    add_field(item, "parent", FIELD_POINTER, &item->class);
    add_field(item, "user", FIELD_POINTER, &user->class);
    add_field(item, "friends", FIELD_RELATION, &item->class);
    add_field(item, "file", FIELD_FILE, NULL);
    add_field(item, "place", FIELD_GEOPOINT, NULL);
    add_field(item, "area", FIELD_POLYGON, NULL);
    add_field(item, "data", FIELD_BYTES, NULL);
    add_field(item, "code", FIELD_STRING, NULL)->unique = true;
    field = add_field(item, "state", FIELD_STRING, NULL);
    field->default_json = text_of("\"new\"");
    item->class.checks = &item_checks;
    add_field(item, "order", FIELD_NUMBER, NULL);
    add_field(item, "value", FIELD_STRING, NULL); /* as json_each() names a column of its own */
    add_field(item, "sealed", FIELD_STRING, NULL)->server_set = true;
}

static struct built *add_with_permission(const char *name, struct permission permission)
{
    struct built *new = add_class(name);

    for (int i = 0; i < OPERATION_TOTAL; i++)
        new->access.permissions[i] = permission;
    add_field(new, "name", FIELD_STRING, NULL);
    return new;
}

static void add_guarded(const struct built *user)
{
    static const struct class_rule ruled[] = {
        {.operations = ~0U,
         .who = {.audience = AUDIENCE_SIGNED_IN, .rows = "\"Ruled\".\"name\" = :user"}},
        {.operations = ~0U,
         .who = {.audience = AUDIENCE_EVERYONE},
         .when = "\"Ruled\".\"name\" = 'all'"},
    };
    static const struct text staff[] = {{"role:staff", 10}};
    static const int users[] = {1, 2, 3};
    static const int secret[] = {2};
    struct built *new;

    add_with_permission("Closed", (struct permission){.everyone = false});
    add_with_permission("SignedIn", (struct permission){.requires_authentication = true});
    add_with_permission("Staff", (struct permission){.principals = staff, .principal_count = 1});
    new = add_with_permission(
        "Mine", (struct permission){.pointer_fields = users, .pointer_field_count = 3});
    new->access.permissions[OPERATION_CREATE] =
        (struct permission){.requires_authentication = true};
    add_field(new, "owner", FIELD_POINTER, &user->class);
    add_field(new, "owners", FIELD_ARRAY, NULL);
    add_field(new, "holder", FIELD_OBJECT, NULL);
    new = add_with_permission("GetOnly", (struct permission){.everyone = true});
    new->access.permissions[OPERATION_FIND].everyone = false;
    new = add_with_permission("Ruled", (struct permission){.everyone = true});
    new->access.is_ruled = true;
    new->access.rules = ruled;
    new->access.rule_count = sizeof ruled / sizeof *ruled;
    new = add_with_permission("Hidden", (struct permission){.everyone = true});
    add_field(new, "owner", FIELD_POINTER, &user->class);
    add_field(new, "secret", FIELD_STRING, NULL);
    new->protected_fields[0] = (struct protected_fields){text_of("*"), secret, 1};
    new->protected_fields[1] = (struct protected_fields){text_of("role:staff"), NULL, 0};
    new->protected_fields[2] = (struct protected_fields){text_of("userField:owner"), NULL, 0};
    new->access.protected_count = 3;
}

void rows_build_app(bool private_by_default)
{
    static const int email[] = {1};
    struct built *user = add_class("_User");
    struct built *role = add_class("_Role");
    struct built *session = add_class("_Session");

    add_field(user, "username", FIELD_STRING, NULL)->unique = true;
    add_field(user, "email", FIELD_STRING, NULL)->unique = true;
    user->protected_fields[0] = (struct protected_fields){text_of("*"), email, 1};
    user->access.protected_count = 1;
    add_field(role, "name", FIELD_STRING, NULL)->unique = true;
    add_field(role, "users", FIELD_RELATION, &user->class);
    add_field(role, "roles", FIELD_RELATION, &role->class);
    add_field(session, "user", FIELD_POINTER, &user->class);
    add_item(user);
    add_guarded(user);
    finish_classes();
    rows_app = (struct app){.name = "test",
                            .private_by_default = private_by_default,
                            .classes = classes,
                            .class_count = built_count,
                            .user = &user->class,
                            .role = &role->class,
                            .session = &session->class};
}

void rows_create_tables(struct store_connection *store)
{
    char sql[4096];

    for (size_t i = 0; i < built_count; i++) {
        struct built *to = &built[i];
        snprintf(sql, sizeof sql, "%s) STRICT", to->ddl);
        if (!store_execute(store, sql))
            rows_die(store_error(store));
        for (int j = 0; j < to->class.field_count; j++) {
            const struct class_field *field = &to->fields[j];
            sql[0] = '\0';
            if (field->unique)
                snprintf(sql, sizeof sql, "CREATE UNIQUE INDEX \"%s_%s\" ON %s (%s)",
                         to->class.name.bytes, field->name.bytes, to->class.table,
                         field->column_name);
            if (field->join_table)
                snprintf(sql, sizeof sql,
                         "CREATE TABLE %s (\"owningId\" TEXT NOT NULL, \"relatedId\" TEXT NOT NULL,"
                         " PRIMARY KEY (\"owningId\", \"relatedId\")) STRICT, WITHOUT ROWID",
                         field->join_table);
            if (sql[0] && !store_execute(store, sql))
                rows_die(store_error(store));
        }
    }
    if (!store_execute(store, "CREATE TABLE \"_AccountName\" (\"kind\" TEXT NOT NULL,"
                              " \"folded\" TEXT NOT NULL, \"userId\" TEXT NOT NULL,"
                              " PRIMARY KEY (\"kind\", \"folded\")) STRICT, WITHOUT ROWID"))
        rows_die(store_error(store));
    if (!store_execute(store,
                       "CREATE INDEX \"Item_parent_date\" ON \"Item\" (\"parent\", \"date\");"
                       "CREATE INDEX \"Item_text\" ON \"Item\" (\"text\");"
                       "CREATE INDEX \"Item_place\" ON \"Item\" (\"place_latitude\","
                       " \"place_longitude\")"))
        rows_die(store_error(store));
}
