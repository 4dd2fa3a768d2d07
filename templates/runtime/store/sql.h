/* sql.h - statements: a text with its parameters, and what comes of running it.
 *
 * A statement's text is fixed (sql_statement()) or put together in one pass (struct sql). Values never
 * become part of it; names come from the class tables only.
 *
 * What the database says is read by sql_next() and its kin alone, which tell a row, no row and an
 * error apart: an error fails the context, and is never an answer. They take the statement that
 * could not be prepared, NULL, for the error that it is, so that preparing and asking is one
 * expression:
 *
 *     return sql_run(context, sql_statement(context, store, "DELETE ...", SQL_VALUES(...)));
 */
#ifndef RUNTIME_STORE_SQL_H
#define RUNTIME_STORE_SQL_H

#include "base/buffer.h"
#include "base/context.h"
#include "base/principal.h"
#include "store/store.h"

enum sql_kind { SQL_END, SQL_TEXT, SQL_INT64, SQL_DOUBLE, SQL_BYTES, SQL_NULL, SQL_PRINCIPAL };

struct sql_value {
    enum sql_kind kind;
    struct text text;
    int64_t integer;
    double number;
    const struct principal *principal;
};

/* The values of a fixed text's parameters ?1, ?2, ...; NULL stands for none. No text is null. */
#define SQL_VALUES(...) ((const struct sql_value[]){__VA_ARGS__, {.kind = SQL_END}})

static inline struct sql_value sql_text(struct text text)
{
    return (struct sql_value){.kind = SQL_TEXT, .text = text};
}

static inline struct sql_value sql_bytes(struct text bytes)
{
    return (struct sql_value){.kind = SQL_BYTES, .text = bytes};
}

static inline struct sql_value sql_int64(int64_t integer)
{
    return (struct sql_value){.kind = SQL_INT64, .integer = integer};
}

enum { SQL_PARAMETER_LIMIT = 2000 };

struct sql {
    struct buffer text;
    struct buffer parts; /* selects that the text refers to; see sql_begin_part() */
    int part_count;
    bool explain; /* the engine's plan is asked for, not the rows */
    struct sql_value *values;
    size_t value_count;
    size_t value_capacity;
    bool failed; /* out of memory or too many parameters */
};

void sql_init(struct sql *sql, struct arena *arena);
void sql_add(struct sql *sql, const char *text);

/* Each appends "?N" to the text and keeps the value. */
void sql_add_text(struct sql *sql, struct text value);
void sql_add_int64(struct sql *sql, int64_t value);
void sql_add_double(struct sql *sql, double value);
void sql_add_bytes(struct sql *sql, struct text value);
void sql_add_principal(struct sql *sql, const struct principal *principal);
void sql_add_value(struct sql *sql, struct sql_value value);

/* A select within a statement, of one column named "value", is written beforehand, so that the
 * depth to which queries are nested is none to the engine's parser. What is added between begin and
 * end is the select; the end appends "(SELECT value FROM ...)" to what was there at the beginning,
 * which begin returns. */
struct buffer sql_begin_part(struct sql *sql);
void sql_end_part(struct sql *sql, struct buffer outer);

/* The statement, prepared (from the cache) and bound; fails with an internal error, or with 102 when
 * there are too many parameters. */
bool sql_prepare(struct context *context, const struct sql *sql,
                 struct store_connection *connection, struct store_statement **statement)
    __attribute__((warn_unused_result));

/* The statement with a fixed text, prepared and bound; NULL when that failed with an internal error.
 * The values' texts must live until it is released. */
struct store_statement *sql_statement(struct context *context, struct store_connection *connection,
                                      const char *text, const struct sql_value *values);

/* Steps to the next row, which *found tells whether there was. Fails with 102 where a statement that
 * a client can shape takes too long, and with an internal error. */
bool sql_next(struct context *context, struct store_statement *rows, bool *found)
    __attribute__((warn_unused_result));

/* Runs a statement that changes rows, and releases it. */
bool sql_run(struct context *context, struct store_statement *statement)
    __attribute__((warn_unused_result));

/* The same, where a unique constraint may refuse the row: *unique is then false, and
 * store_conflict() names the columns. */
bool sql_run_unique(struct context *context, struct store_statement *statement, bool *unique)
    __attribute__((warn_unused_result));

/* Each asks one thing: reads the first row, and releases the statement. */

/* Whether there is a row. */
bool sql_exists(struct context *context, struct store_statement *row, bool *exists)
    __attribute__((warn_unused_result));

/* The first column; 0 when it is null or there is no row. */
bool sql_number(struct context *context, struct store_statement *row, int64_t *number)
    __attribute__((warn_unused_result));

/* The first column, copied into the context's arena; no text when it is null or there is no row. */
bool sql_word(struct context *context, struct store_statement *row, struct text *word)
    __attribute__((warn_unused_result));

#endif
