/* sql.c - how statements are put together, and then how they are run; see sql.h. */
#include "store/sql.h"

#include "store/store_step.h"

#include <stdio.h>

enum { FIRST_TEXT = 512, FIRST_VALUES = 16 };

void sql_init(struct sql *sql, struct arena *arena)
{
    *sql = (struct sql){.failed = false};
    buffer_init(&sql->text, arena, FIRST_TEXT);
    buffer_init(&sql->parts, arena, 0);
}

void sql_add(struct sql *sql, const char *text)
{
    buffer_add_string(&sql->text, text);
}

static bool make_room(struct sql *sql)
{
    if (sql->value_count < sql->value_capacity)
        return true;

    size_t capacity = sql->value_capacity ? sql->value_capacity * 2 : FIRST_VALUES;
    struct sql_value *values = arena_alloc_array(sql->text.arena, capacity, sizeof *values);
    if (!values)
        return false;
    if (sql->value_count > 0)
        memcpy(values, sql->values, sql->value_count * sizeof *values);
    sql->values = values;
    sql->value_capacity = capacity;
    return true;
}

void sql_add_value(struct sql *sql, struct sql_value value)
{
    if (sql->failed)
        return;
    if (sql->value_count == SQL_PARAMETER_LIMIT || !make_room(sql)) {
        sql->failed = true;
        return;
    }
    sql->values[sql->value_count++] = value;
    buffer_add_char(&sql->text, '?');
    buffer_add_int64(&sql->text, (int64_t)sql->value_count);
}

void sql_add_text(struct sql *sql, struct text value)
{
    sql_add_value(sql,
                  (struct sql_value){.kind = value.bytes ? SQL_TEXT : SQL_NULL, .text = value});
}

void sql_add_int64(struct sql *sql, int64_t value)
{
    sql_add_value(sql, (struct sql_value){.kind = SQL_INT64, .integer = value});
}

void sql_add_double(struct sql *sql, double value)
{
    sql_add_value(sql, (struct sql_value){.kind = SQL_DOUBLE, .number = value});
}

void sql_add_bytes(struct sql *sql, struct text value)
{
    sql_add_value(sql,
                  (struct sql_value){.kind = value.bytes ? SQL_BYTES : SQL_NULL, .text = value});
}

void sql_add_principal(struct sql *sql, const struct principal *principal)
{
    sql_add_value(sql, (struct sql_value){.kind = SQL_PRINCIPAL, .principal = principal});
}

/* No class has such a name. */
static void add_part_name(struct buffer *text, int part)
{
    buffer_add_string(text, "\"_part:");
    buffer_add_int64(text, part);
    buffer_add_char(text, '"');
}

struct buffer sql_begin_part(struct sql *sql)
{
    struct buffer outer = sql->text;

    buffer_init(&sql->text, outer.arena, FIRST_TEXT);
    return outer;
}

void sql_end_part(struct sql *sql, struct buffer outer)
{
    struct buffer *parts = &sql->parts;

    buffer_add_string(parts, sql->part_count++ ? ", " : "WITH ");
    add_part_name(parts, sql->part_count);
    buffer_add_string(parts, "(value) AS (");
    buffer_add_text(parts, buffer_text(&sql->text));
    buffer_add_char(parts, ')');
    parts->failed = parts->failed || sql->text.failed;
    sql->text = outer;
    sql_add(sql, "(SELECT value FROM ");
    add_part_name(&sql->text, sql->part_count);
    sql_add(sql, ")");
}

/* To the log go the engine's words and the statement's text, which holds no values. */
static void fail_store(struct context *context, struct store_connection *connection,
                       struct text text)
{
    enum { TEXT_SHOWN = 200 };
    char what[512];
    int length = text.length < TEXT_SHOWN ? (int)text.length : TEXT_SHOWN;

    snprintf(what, sizeof what, "%.200s: %.*s", store_error(connection), length, text.bytes);
    fail_internal(context, what);
}

static bool bind(struct store_statement *statement, int parameter, const struct sql_value *value)
{
    switch (value->kind) {
    case SQL_END:
        break;
    case SQL_TEXT:
        return store_bind_text(statement, parameter, value->text);
    case SQL_INT64:
        return store_bind_int64(statement, parameter, value->integer);
    case SQL_DOUBLE:
        return store_bind_double(statement, parameter, value->number);
    case SQL_BYTES:
        return store_bind_bytes(statement, parameter, value->text);
    case SQL_NULL:
        return store_bind_null(statement, parameter);
    case SQL_PRINCIPAL:
        return store_bind_principal(statement, parameter, value->principal);
    }
    return false;
}

/* Most statements have neither parts nor a plan to show. */
static struct buffer whole_text(const struct sql *sql)
{
    struct buffer text = sql->text;

    if (!sql->part_count && !sql->explain)
        return text;
    buffer_init(&text, sql->text.arena, sql->parts.length + sql->text.length + 32);
    buffer_add_string(&text, sql->explain ? "EXPLAIN QUERY PLAN " : "");
    buffer_add_text(&text, buffer_text(&sql->parts));
    buffer_add_text(&text, buffer_text(&sql->text));
    return text;
}

/* Prepares a statement with its values; NULL, and nothing to release, when that failed. */
static struct store_statement *prepare(struct context *context, struct store_connection *connection,
                                       struct text text, const struct sql_value *values,
                                       size_t count)
{
    struct store_statement *statement = store_prepare(connection, text);
    bool done = statement != NULL;

    for (size_t i = 0; done && i < count; i++)
        done = bind(statement, (int)i + 1, &values[i]);
    if (done)
        return statement;
    fail_store(context, connection, text);
    store_release(statement);
    return NULL;
}

bool sql_prepare(struct context *context, const struct sql *sql,
                 struct store_connection *connection, struct store_statement **statement)
{
    struct buffer text = whole_text(sql);

    *statement = NULL;
    if (sql->text.failed || sql->parts.failed || text.failed || text.arena->failed)
        return fail_internal(context, "out of memory for a statement");
    if (sql->failed)
        return fail(context, PARSE_INVALID_QUERY, "The query has more than %d values.",
                    SQL_PARAMETER_LIMIT);
    *statement = prepare(context, connection, buffer_text(&text), sql->values, sql->value_count);
    return *statement != NULL;
}

struct store_statement *sql_statement(struct context *context, struct store_connection *connection,
                                      const char *text, const struct sql_value *values)
{
    size_t count = 0;

    while (values && values[count].kind != SQL_END)
        count++;
    return prepare(context, connection, text_of(text), values, count);
}

/* One step; a statement that could not be prepared has failed already. */
static enum store_step step(struct context *context, struct store_statement *statement)
{
    enum store_step outcome = statement ? store_step(statement) : STORE_ERROR;

    if (outcome == STORE_STOPPED)
        fail(context, PARSE_INVALID_QUERY, "The query takes too long.");
    else if (outcome == STORE_ERROR && statement)
        fail_store(context, store_connection_of(statement), store_text_of(statement));
    else if (outcome == STORE_ERROR && !context->error.code)
        fail_internal(context, "a statement that was not prepared");
    return outcome;
}

bool sql_next(struct context *context, struct store_statement *rows, bool *found)
{
    enum store_step outcome = step(context, rows);

    *found = outcome == STORE_ROW;
    if (outcome == STORE_NOT_UNIQUE)
        fail_store(context, store_connection_of(rows), store_text_of(rows));
    return outcome == STORE_ROW || outcome == STORE_DONE;
}

bool sql_run_unique(struct context *context, struct store_statement *statement, bool *unique)
{
    enum store_step outcome = step(context, statement);

    if (outcome == STORE_ROW)
        fail_internal(context, "a statement that was to change rows gives some");
    store_release(statement);
    *unique = outcome == STORE_DONE;
    return outcome == STORE_DONE || outcome == STORE_NOT_UNIQUE;
}

bool sql_run(struct context *context, struct store_statement *statement)
{
    bool unique;

    return sql_run_unique(context, statement, &unique) &&
           (unique || fail_internal(context, "a row that should be unique is not"));
}

bool sql_exists(struct context *context, struct store_statement *row, bool *exists)
{
    bool done = sql_next(context, row, exists);

    store_release(row);
    return done;
}

bool sql_number(struct context *context, struct store_statement *row, int64_t *number)
{
    bool found;
    bool done = sql_next(context, row, &found);

    *number = found ? store_column_int64(row, 0) : 0;
    store_release(row);
    return done;
}

bool sql_word(struct context *context, struct store_statement *row, struct text *word)
{
    bool found;
    bool done = sql_next(context, row, &found);

    *word = found ? arena_copy(context->arena, store_column_text(row, 0)) : text_none();
    store_release(row);
    return done;
}
