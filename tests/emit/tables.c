/* tables.c - checks the tables of an emitted tree against each other and against SQLite, and prints
 * what it finds of class Everything for emit.test.mjs to read.
 *
 * It is linked with an emitted tree's own files but not with its runtime, of whose writer the stubs
 * below take note. Exit status 1 and a line for each fault. */
#include "app.h"
#include "model/class_access.h"
#include "model/class_checks.h"
#include "model/value.h"
#include "model/value_reader.h"
#include "objects/objects.h"
#include "read/object_writer.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

static int faults;

static void expect(bool holds, const char *class_name, const char *what)
{
    if (!holds) {
        printf("fault: %s: %s\n", class_name, what);
        faults++;
    }
}

/* The writer: each function says what it was called with. */
static void note(const char *function, int column, struct text key)
{
    printf("write %s %d %s\n", function, column, key.bytes);
    expect(strlen(key.bytes) == key.length, key.bytes, "length of the key");
}

void write_object_head(struct object_writer *writer, const struct row *row)
{
    (void)writer;
    (void)row;
    puts("write head");
}

void write_object_acl(struct object_writer *writer, const struct row *row)
{
    (void)writer;
    (void)row;
    puts("write acl");
}

/* A table of functions of one shape. */
#define WRITER(name)                                                                               \
    void write_##name(struct object_writer *writer, const struct row *row, int column,             \
                      struct text key)                                                             \
    {                                                                                              \
        (void)writer;                                                                              \
        (void)row;                                                                                 \
        note(#name, column, key);                                                                  \
    }
WRITER(string)
WRITER(number)
WRITER(boolean)
WRITER(date)
WRITER(json)
WRITER(file)
WRITER(geopoint)
WRITER(polygon)
WRITER(bytes)
#undef WRITER

void write_pointer(struct object_writer *writer, const struct row *row, int column, struct text key,
                   const struct class *target, const struct projection *included)
{
    (void)writer;
    (void)row;
    (void)included;
    note(target->name.bytes, column, key);
}

void write_array(struct object_writer *writer, const struct row *row, int column, struct text key,
                 const struct projection *included)
{
    (void)writer;
    (void)row;
    (void)included;
    note("array", column, key);
}

void write_relation(struct object_writer *writer, struct text key, const struct class *target)
{
    (void)writer;
    note(target->name.bytes, -1, key);
}

/* What readers and checks call. */
bool read_string(const struct value_source *source, struct text *member)
{
    (void)source;
    (void)member;
    return false;
}

bool read_number(const struct value_source *source, double *member)
{
    (void)source;
    (void)member;
    return false;
}

bool read_boolean(const struct value_source *source, bool *member)
{
    (void)source;
    (void)member;
    return false;
}

bool read_date(const struct value_source *source, int64_t *member)
{
    (void)source;
    (void)member;
    return false;
}

bool read_object(const struct value_source *source, struct text *member)
{
    (void)source;
    (void)member;
    return false;
}

bool read_array(const struct value_source *source, struct text *member)
{
    (void)source;
    (void)member;
    return false;
}

bool read_pointer(const struct value_source *source, struct text *member)
{
    (void)source;
    (void)member;
    return false;
}

bool read_file(const struct value_source *source, struct text *member)
{
    (void)source;
    (void)member;
    return false;
}

bool read_geopoint(const struct value_source *source, struct geopoint *member)
{
    (void)source;
    (void)member;
    return false;
}

bool read_polygon(const struct value_source *source, struct text *member)
{
    (void)source;
    (void)member;
    return false;
}

bool read_bytes(const struct value_source *source, struct text *member)
{
    (void)source;
    (void)member;
    return false;
}

bool read_array_of(const struct value_source *source, enum field_type element_type,
                   struct text *member)
{
    (void)source;
    (void)element_type;
    (void)member;
    return false;
}

bool read_relation(const struct value_source *source)
{
    (void)source;
    return false;
}

bool value_elements_are(struct context *context, struct text json, bool (*is_known)(struct text))
{
    (void)context;
    (void)json;
    (void)is_known;
    return false;
}

bool value_set_default(struct context *context, const struct class *class, int field, void *object,
                       bool *computed)
{
    (void)context;
    (void)class;
    (void)field;
    (void)object;
    (void)computed;
    return false;
}

bool fail(struct context *context, enum parse_code code, const char *format, ...)
{
    (void)context;
    (void)code;
    (void)format;
    return false;
}

/* What handlers call; nothing is called here. */
bool object_get(struct request *request, const struct class *class, struct text object_id)
{
    (void)request;
    (void)class;
    (void)object_id;
    return false;
}

bool objects_find_class(struct request *request, const struct class *class,
                        const cJSON *extra_where)
{
    (void)request;
    (void)class;
    (void)extra_where;
    return false;
}

bool object_create_prepare(struct request *request, const struct class *class)
{
    (void)request;
    (void)class;
    return false;
}

bool object_create(struct request *request)
{
    (void)request;
    return false;
}

bool object_update_prepare(struct request *request, const struct class *class,
                           struct text object_id)
{
    (void)request;
    (void)class;
    (void)object_id;
    return false;
}

bool object_update(struct request *request, struct text object_id)
{
    (void)request;
    (void)object_id;
    return false;
}

bool object_delete_prepare(struct request *request, const struct class *class,
                           struct text object_id)
{
    (void)request;
    (void)class;
    (void)object_id;
    return false;
}

bool object_delete(struct request *request, const struct class *class, struct text object_id)
{
    (void)request;
    (void)class;
    (void)object_id;
    return false;
}

/* How many bytes a member of that type takes. */
static size_t member_size(enum field_type type)
{
    switch (type) {
    case FIELD_NUMBER:
        return sizeof(double);
    case FIELD_BOOLEAN:
        return sizeof(bool);
    case FIELD_DATE:
        return sizeof(int64_t);
    case FIELD_GEOPOINT:
        return sizeof(struct geopoint);
    case FIELD_RELATION:
        return 0;
    default:
        return sizeof(struct text);
    }
}

static void check_text(const struct class *class, struct text text)
{
    expect(text.bytes == NULL ? text.length == 0 : strlen(text.bytes) == text.length,
           class->name.bytes, text.bytes);
}

static void check_field(const struct class *class, const struct class_field *field, int *column,
                        size_t *end)
{
    const char *name = class->name.bytes;
    check_text(class, field->name);
    check_text(class, field->default_json);
    if (field->type == FIELD_RELATION) {
        expect(field->column == -1 && field->join_table != NULL, name, "a relation's columns");
        return;
    }
    expect(field->column == *column, name, "columns count up");
    *column += field->type == FIELD_GEOPOINT ? 2 : 1;
    expect(field->offset >= *end, name, "members do not overlap");
    *end = field->offset + member_size(field->type);
    expect(*end <= class->object_size, name, "members lie within the struct");
}

static void check_names(const struct class *class)
{
    size_t expected = 0;
    for (int i = 0; i < class->field_count; i++)
        expected += 1 + class->fields[i].alias_count;
    expect(class->name_count == expected, class->name.bytes, "a name for each field and alias");
    for (size_t i = 0; i < class->name_count; i++) {
        check_text(class, class->names[i].name);
        expect(i == 0 || text_compare(class->names[i - 1].name, class->names[i].name) < 0,
               class->name.bytes, "names are sorted");
    }
}

static void check_class(sqlite3 *database, const struct class *class)
{
    int column = COLUMN_FIRST_FIELD;
    size_t end = class->state_offset + (size_t)(class->field_count > 0 ? class->field_count : 1);
    for (int i = 0; i < class->field_count; i++)
        check_field(class, &class->fields[i], &column, &end);
    check_names(class);
    check_text(class, class->name);
    expect(class->column_count == column, class->name.bytes, "column_count");
    expect(class->state_offset >= sizeof(struct object), class->name.bytes, "state_offset");

    char *sql = sqlite3_mprintf("SELECT %s FROM %s", class->columns, class->table);
    sqlite3_stmt *statement = NULL;
    if (sql == NULL || sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK) {
        expect(false, class->name.bytes, sqlite3_errmsg(database));
    } else {
        expect(sqlite3_column_count(statement) == class->column_count, class->name.bytes,
               "columns selected");
        for (int i = 0; i < class->field_count; i++) {
            const struct class_field *field = &class->fields[i];
            if (field->type == FIELD_RELATION)
                continue;
            char *quoted = sqlite3_mprintf("\"%w\"", sqlite3_column_name(statement, field->column));
            expect(quoted != NULL && strcmp(quoted, field->column_name) == 0, class->name.bytes,
                   field->column_name);
            sqlite3_free(quoted);
        }
    }
    sqlite3_finalize(statement);
    sqlite3_free(sql);
}

/* Each class that is not built in has its rows, next to each other, in the order of the classes. */
static void check_routes(void)
{
    size_t row = 0;

    for (size_t i = 0; i < application.class_count; i++) {
        const char *name = application.classes[i]->name.bytes;
        char path[256];
        size_t length = (size_t)snprintf(path, sizeof path, "/classes/%s", name);
        size_t first = row;
        while (row < application.route_count &&
               strncmp(application.routes[row].pattern.bytes, path, length) == 0 &&
               strchr("/", application.routes[row].pattern.bytes[length]))
            row++;
        expect(name[0] == '_' ? row == first : row - first == 5, name, "routes");
    }
    expect(row == application.route_count, "app", "routes are sorted by class");
}

/* Which of the words, given in hexadecimal, the class's first field may be. */
static void print_known(const struct class *class, char **words, int word_count)
{
    unsigned char *object = calloc(1, class->object_size);
    struct text *text = (void *)(object + class->fields[0].offset);

    *object_state(class, object, 0) = FIELD_SET;
    for (int i = 0; object && i < word_count; i++) {
        char bytes[256];
        size_t length = strlen(words[i]) / 2;
        for (size_t j = 0; j < length && j < sizeof bytes; j++) {
            const char pair[] = {words[i][2 * j], words[i][2 * j + 1], '\0'};
            bytes[j] = (char)strtoul(pair, NULL, 16);
        }
        *text = (struct text){bytes, length};
        if (class->checks->check_values(NULL, object))
            printf("may be %s\n", words[i]);
    }
    free(object);
}

static void print_everything(char **words, int word_count)
{
    const struct class *class = NULL;
    for (size_t i = 0; i < application.class_count; i++)
        if (text_is(application.classes[i]->name, "Everything"))
            class = application.classes[i];
    if (class == NULL)
        return;
    print_known(class, words, word_count);
    printf("default %s\n", class->fields[0].default_json.bytes);
    for (int i = 0; i < OPERATION_TOTAL; i++) {
        const struct permission *permission = &class->access->permissions[i];
        printf("permission %d %d %d %zu %zu\n", i, permission->everyone,
               permission->requires_authentication, permission->principal_count,
               permission->pointer_field_count);
    }
    struct projection projection = {.class = class, .all = true};
    class->codec->write_members(NULL, NULL, &projection);
}

int main(int argc, char **argv)
{
    sqlite3 *database = NULL;
    if (sqlite3_open(":memory:", &database) != SQLITE_OK) {
        fprintf(stderr, "usage: %s [WORD]...\n", argv[0]);
        return 2;
    }
    for (size_t i = 0; i < application.migration_count; i++) {
        const struct migration *migration = &application.migrations[i];
        for (size_t j = 0; j < migration->statement_count; j++) {
            bool done =
                sqlite3_exec(database, migration->statements[j], NULL, NULL, NULL) == SQLITE_OK;
            expect(done, migration->statements[j], sqlite3_errmsg(database));
        }
    }
    for (size_t i = 0; i < application.class_count; i++) {
        check_class(database, application.classes[i]);
        expect(i == 0 ||
                   text_compare(application.classes[i - 1]->name, application.classes[i]->name) < 0,
               application.classes[i]->name.bytes, "classes are sorted");
    }
    expect(application.user != NULL && text_is(application.user->name, "_User"), "app", "user");
    for (size_t i = 0; i < application.sample_json_count; i++)
        printf("sample %s", application.sample_json[i]);
    check_routes();
    print_everything(argv + 1, argc - 1);
    sqlite3_close(database);
    return faults == 0 ? 0 : 1;
}
