/* sql.h - an SQL text and its parameters, put together in one pass.
 *
 * Values never become part of the text. Names come from the class tables only. */
#ifndef RUNTIME_STORE_SQL_H
#define RUNTIME_STORE_SQL_H

#include "base/buffer.h"
#include "base/context.h"
#include "base/principal.h"
#include "store/store.h"

enum sql_kind { SQL_TEXT, SQL_INT64, SQL_DOUBLE, SQL_BYTES, SQL_NULL, SQL_PRINCIPAL };

struct sql_value {
    enum sql_kind kind;
    struct text text;
    int64_t integer;
    double number;
    const struct principal *principal;
};

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

/* A select within a statement, of one column named "value", is written beforehand, so that the
 * depth to which queries are nested is none to the engine's parser. What is added between begin and
 * end is the select; the end appends "(SELECT value FROM ...)" to what was there at the beginning,
 * which begin returns. */
struct buffer sql_begin_part(struct sql *sql);
void sql_end_part(struct sql *sql, struct buffer outer);

/* The statement, prepared (from the cache) and bound; fails with an internal error, or with 102 when
 * there are too many parameters. */
bool sql_prepare(struct context *context, const struct sql *sql,
                 struct store_connection *connection, struct store_statement **statement);

#endif
