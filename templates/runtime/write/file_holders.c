/* file_holders.c - see file_holders.h. */
#include "write/file_holders.h"

#include "files/file_record.h"
#include "formats/date.h"
#include "model/columns.h"
#include "model/sealed_value.h"

#include <stdlib.h>

enum {
    ROWS_A_LOOK = 256,
    FIRST_FILES = 1024,
    FILES_AT_ONCE = 200000, /* that one search is for */
    DECIMAL = 10
};

static const char retired_prefix[] = "_Retired:";
enum { RETIRED_PREFIX = sizeof retired_prefix - 1 };

/* A search through one table. */
struct search {
    struct context *context;
    struct store_connection *store;
    struct held_file *files;
    size_t count;
    bool (*goes_on)(void *state);
    void *state;
    struct arena row; /* of one row */
};

/* A column that may name files. */
struct searched_column {
    const struct class_field *sealed; /* NULL: it is in the clear */
    struct searched_column *next;
};

/* The files. */

static bool add_file(struct held_file **files, size_t *count, size_t *capacity,
                     struct store_statement *row)
{
    struct text name = store_column_text(row, 0);
    struct held_file *file;

    if (name.length < FILE_ID_LENGTH)
        return true;
    if (*count == *capacity) {
        size_t larger = *capacity ? *capacity * 2 : FIRST_FILES;
        struct held_file *moved = realloc(*files, larger * sizeof *moved);
        if (!moved)
            return false;
        *files = moved;
        *capacity = larger;
    }
    file = &(*files)[(*count)++];
    *file = (struct held_file){.created_at = store_column_int64(row, 1),
                               .orphan_since = store_column_int64(row, 2)};
    memcpy(file->id, name.bytes, FILE_ID_LENGTH);
    return true;
}

/* Those with ids above `after`, of which there may be none, in the order of their ids, at most `limit`. The
 * array is malloc()'s and the caller's. */
static bool list_files(struct context *context, struct store_connection *store, struct text after,
                       size_t limit, struct held_file **files, size_t *count)
{
    /* Behind all names that begin with the id: '`' follows '_'. */
    struct text above = arena_printf(context->arena, "%.*s`", TEXT_PRINTED(after));
    struct store_statement *rows;
    size_t capacity = 0;
    bool found = true;
    bool done = above.bytes || fail_internal(context, "out of memory");

    *files = NULL;
    *count = 0;
    if (!done)
        return false;
    rows = sql_statement(
        context, store,
        "SELECT \"name\", \"createdAt\", \"orphanSince\" FROM \"_File\" "
        "WHERE \"name\" > ?1 ORDER BY \"name\" LIMIT ?2",
        SQL_VALUES(sql_text(after.length ? above : text_of("")), sql_int64((int64_t)limit)));
    while ((done = sql_next(context, rows, &found)) && found)
        if (!add_file(files, count, &capacity, rows)) {
            done = fail_internal(context, "out of memory");
            break;
        }
    store_release(rows);
    if (!done)
        free(*files);
    return done;
}

static int compare_id(const void *key, const void *file)
{
    return memcmp(key, ((const struct held_file *)file)->id, FILE_ID_LENGTH);
}

/* The searching. */

static void hold_named(struct search *search, struct text text)
{
    struct text id;

    while (file_name_next_id(&text, &id)) {
        struct held_file *file =
            bsearch(id.bytes, search->files, search->count, sizeof *file, compare_id);
        if (file)
            file->is_held = true;
    }
}

/* What is uploaded later can't be named there. */
static void hold_before(struct search *search, int64_t moment)
{
    for (size_t i = 0; i < search->count; i++)
        if (search->files[i].created_at <= moment)
            search->files[i].is_held = true;
}

static bool is_text(const struct class_field *field)
{
    return field->type == FIELD_STRING || field->type == FIELD_OBJECT ||
           field->type == FIELD_ARRAY || field->type == FIELD_FILE || field->type == FIELD_BYTES;
}

static bool look_at_sealed(struct search *search, const struct class *class,
                           const struct class_field *field, struct store_statement *row, int column)
{
    struct context context = {.arena = &search->row};
    struct text plain = text_none();

    if (!is_text(field) || store_column_is_null(row, column))
        return true;
    if (!sealed_value_open(&context, class, field, store_column_text(row, 0),
                           store_column_bytes(row, column), &plain))
        return fail_internal(search->context,
                             "no file is given up while a sealed value can't be opened");
    hold_named(search, plain);
    return true;
}

/* Goes through the rows of a statement, whose first column is the objectId where there is one, and releases
 * it. */
static bool look_at_rows(struct search *search, const struct class *class,
                         const struct searched_column *columns, struct store_statement *rows)
{
    unsigned number = 0;
    bool found = true;
    bool done;

    while ((done = sql_next(search->context, rows, &found)) && found) {
        int column = 1;
        for (const struct searched_column *at = columns; done && at; at = at->next, column++)
            if (at->sealed)
                done = look_at_sealed(search, class, at->sealed, rows, column);
            else
                hold_named(search, store_column_bytes(rows, column));
        arena_reset(&search->row);
        if (!done || (number++ % ROWS_A_LOOK == 0 && !search->goes_on(search->state))) {
            done = false;
            break;
        }
    }
    store_release(rows);
    return done;
}

/* The tables. */

/* The name as the class tables have it: quoted. */
static struct text quote(struct arena *arena, struct text name)
{
    struct buffer quoted;

    buffer_init(&quoted, arena, name.length + 3);
    buffer_add_char(&quoted, '"');
    for (size_t i = 0; i < name.length; i++) {
        if (name.bytes[i] == '"')
            buffer_add_char(&quoted, '"');
        buffer_add_char(&quoted, name.bytes[i]);
    }
    buffer_add_char(&quoted, '"');
    return quoted.failed ? text_none() : buffer_text(&quoted);
}

static const struct class *class_of_table(const struct app *app, struct text quoted)
{
    for (size_t i = 0; i < app->class_count; i++) {
        const struct class *class = app->classes[i];
        if (text_is(quoted, class->table) ||
            (class->version_table && text_is(quoted, class->version_table)))
            return class;
    }
    return NULL;
}

static const struct class_field *sealed_field(const struct class *class, struct text quoted)
{
    for (int i = 0; class && i < class->field_count; i++)
        if (class->fields[i].sealed && text_is(quoted, class->fields[i].column_name))
            return &class->fields[i];
    return NULL;
}

/* The number of the migration that retired what has such a name; 0: it is not retired. */
static int64_t retired_by(struct text name)
{
    int64_t number = 0;

    if (name.length <= RETIRED_PREFIX || memcmp(name.bytes, retired_prefix, RETIRED_PREFIX) != 0)
        return 0;
    for (size_t i = RETIRED_PREFIX; i < name.length && name.bytes[i] >= '0' && name.bytes[i] <= '9';
         i++)
        number = DECIMAL * number + (name.bytes[i] - '0');
    return number;
}

/* A retired column of bytes may hold sealed values, whose names of once this server does not know. */
static bool hold_for_retired(struct search *search, int64_t migration)
{
    struct store_statement *row =
        sql_statement(search->context, search->store,
                      "SELECT \"appliedAt\" FROM \"_Migration\" WHERE \"history\" = 'app' AND "
                      "\"version\" = ?1",
                      SQL_VALUES(sql_int64(migration)));
    bool found;
    bool done = sql_next(search->context, row, &found);

    if (done)
        hold_before(search, found ? store_column_int64(row, 0) : INT64_MAX);
    store_release(row);
    return done;
}

/* The table's statement, and which of its columns are what: those that can hold a text. */
static bool plan_table(struct search *search, const struct class *class, struct text table,
                       struct buffer *sql, struct searched_column **columns)
{
    struct context *context = search->context;
    struct store_statement *rows = sql_statement(
        context, search->store, "SELECT \"name\", \"type\" FROM pragma_table_info(?1)",
        SQL_VALUES(sql_text(table)));
    struct searched_column **end = columns;
    bool found;
    bool done;

    *columns = NULL;
    buffer_add_string(sql, "SELECT ");
    buffer_add_string(sql, class ? COLUMN_NAME_OBJECT_ID : "NULL");
    while ((done = sql_next(context, rows, &found)) && found) {
        struct text name = store_column_text(rows, 0);
        struct text quoted = quote(context->arena, name);
        struct searched_column *column = arena_alloc(context->arena, sizeof *column);
        struct text type = store_column_text(rows, 1);
        if (!quoted.bytes || !column) {
            done = fail_internal(context, "out of memory");
            break;
        }
        if (text_is(type, "INTEGER") || text_is(type, "REAL"))
            continue;
        *column = (struct searched_column){.sealed = sealed_field(class, quoted)};
        buffer_add_string(sql, ", ");
        buffer_add_text(sql, quoted);
        *end = column;
        end = &column->next;
    }
    store_release(rows);
    buffer_add_string(sql, " FROM ");
    buffer_add_text(sql, quote(context->arena, table));
    buffer_add_char(sql, '\0');
    return done && (!sql->failed || fail_internal(context, "out of memory"));
}

/* Columns of bytes that were retired, alone or with their table. */
static bool look_at_retired(struct search *search, const struct class *class, struct text table)
{
    struct context *context = search->context;
    struct store_statement *rows =
        sql_statement(context, search->store,
                      "SELECT \"name\" FROM pragma_table_info(?1) WHERE \"type\" = 'BLOB'",
                      SQL_VALUES(sql_text(table)));
    int64_t number = retired_by(table);
    bool found;
    bool done;

    while ((done = sql_next(context, rows, &found)) && found) {
        struct text name = store_column_text(rows, 0);
        int64_t own = retired_by(name);
        if ((number || own) && !sealed_field(class, quote(context->arena, name)))
            done = hold_for_retired(search, own ? own : number);
        if (!done)
            break;
    }
    store_release(rows);
    return done;
}

static bool look_at_table(struct search *search, const struct app *app, struct text table)
{
    struct arena *arena = search->context->arena;
    struct text quoted = quote(arena, table);
    const struct class *class = class_of_table(app, quoted);
    struct searched_column *columns;
    struct buffer sql;

    if (!quoted.bytes)
        return fail_internal(search->context, "out of memory");
    buffer_init(&sql, arena, 256);
    return look_at_retired(search, class, table) &&
           plan_table(search, class, table, &sql, &columns) &&
           look_at_rows(search, class, columns,
                        sql_statement(search->context, search->store, sql.bytes, NULL));
}

struct table {
    struct text name;
    struct table *next;
};

/* Full-text indexes and their tables have no more than what the rows have. */
static bool list_tables(struct context *context, struct store_connection *store,
                        struct table **tables)
{
    static const char list[] =
        "SELECT \"name\" FROM pragma_table_list WHERE \"schema\" = 'main' AND \"type\" = 'table' "
        "AND \"name\" NOT IN ('_File', '_AuditEntry') "
        "AND \"name\" NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
    struct store_statement *rows = sql_statement(context, store, list, NULL);
    bool found;
    bool done;

    *tables = NULL;
    while ((done = sql_next(context, rows, &found)) && found) {
        struct table *table = arena_alloc(context->arena, sizeof *table);
        if (!table) {
            done = fail_internal(context, "out of memory");
            break;
        }
        *table = (struct table){arena_copy(context->arena, store_column_text(rows, 0)), *tables};
        *tables = table;
    }
    store_release(rows);
    return done;
}

static bool mark_files(struct context *context, const struct file_pass *pass,
                       struct held_file *files, size_t count)
{
    struct search search = {.context = context,
                            .store = pass->store,
                            .files = files,
                            .count = count,
                            .goes_on = pass->goes_on,
                            .state = pass->goes_on_state};
    struct table *tables;
    bool done = list_tables(context, pass->store, &tables);

    arena_init(&search.row);
    for (; done && tables; tables = tables->next)
        done = look_at_table(&search, pass->app, tables->name);
    arena_release(&search.row);
    return done;
}

/* Those behind the id, which becomes the last one's; *count says how many there were. */
static bool pass_some(const struct file_pass *pass, char after[FILE_ID_LENGTH], size_t *count)
{
    struct text behind = {after, *count ? FILE_ID_LENGTH : 0};
    int64_t began = date_now();
    struct held_file *files;
    struct context context;
    struct arena arena;
    bool done;

    arena_init(&arena);
    context = (struct context){.arena = &arena};
    done = list_files(&context, pass->store, behind, FILES_AT_ONCE, &files, count);
    if (done) {
        done = mark_files(&context, pass, files, *count) &&
               pass->take(pass->take_state, files, *count, began);
        if (*count)
            memcpy(after, files[*count - 1].id, FILE_ID_LENGTH);
        free(files);
    }
    arena_release(&arena);
    return done;
}

bool file_holders_pass(const struct file_pass *pass)
{
    char after[FILE_ID_LENGTH];
    size_t count = 0;
    bool done;

    do
        done = pass_some(pass, after, &count);
    while (done && count == FILES_AT_ONCE);
    return done;
}

/* The noting. */

/* The ids in a text, as a JSON list: so many may be named that a statement for each would keep the writer. */
static bool list_ids(struct request *request, struct text text, struct buffer *ids)
{
    struct text id;

    buffer_init(ids, request->context.arena, 64);
    while (file_name_next_id(&text, &id)) {
        buffer_add_string(ids, ids->length ? ",\"" : "[\"");
        buffer_add_text(ids, id);
        buffer_add_char(ids, '"');
    }
    if (ids->length)
        buffer_add_char(ids, ']');
    return !ids->failed || fail_internal(&request->context, "out of memory");
}

bool file_holders_note_text(struct request *request, struct text text)
{
    struct buffer ids;

    if (!list_ids(request, text, &ids))
        return false;
    return ids.length == 0 ||
           sql_run(&request->context,
                   request_statement(
                       request,
                       "UPDATE \"_File\" SET \"orphanSince\" = NULL FROM json_each(?1) AS \"id\" "
                       "WHERE \"_File\".\"name\" >= \"id\".\"value\" || '_' AND "
                       "\"_File\".\"name\" < \"id\".\"value\" || '`' AND "
                       "\"_File\".\"orphanSince\" IS NOT NULL",
                       SQL_VALUES(sql_text(buffer_text(&ids)))));
}

bool file_holders_note(struct request *request, const struct class *class, void *object)
{
    for (int i = 0; i < class->field_count; i++) {
        const struct class_field *field = &class->fields[i];
        const struct text *value = (const struct text *)object_value(object, field);
        if (is_text(field) && *object_state(class, object, i) == FIELD_SET &&
            !file_holders_note_text(request, *value))
            return false;
    }
    return true;
}
