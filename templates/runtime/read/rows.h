/* rows.h - the way to the rows of a class, behind the guard.
 *
 * What a client is shown comes through rows_select(); what it writes goes through rows_insert(),
 * rows_update() and rows_delete() (row_write.h). Other statements over class tables, which judge a
 * row or enter what was read, are made in read/, write/ and guard/, and nowhere else. */
#ifndef RUNTIME_READ_ROWS_H
#define RUNTIME_READ_ROWS_H

#include "read/object_writer.h"
#include "request/request.h"
#include "store/sql.h"

struct row_image;
struct where;
struct where_key;

struct order_key {
    const struct class_field *field; /* NULL: a built-in column */
    int builtin_column; /* COLUMN_OBJECT_ID, _CREATED_AT, _UPDATED_AT when field is NULL */
    const struct where_key *path; /* a value within a field; NULL: the field or column itself */
    bool relevance;               /* $score: how well a row answers a $text; the best come first */
    bool descending;
};

/* Objects of one class whose relations are read together: rows come for each of them by itself. Those that the
 * principal may not get have none. */
struct row_owners {
    const struct class *class;
    const struct class_field *relation;
    struct text ids;   /* a JSON array */
    struct text skips; /* a JSON object: how many rows of each, by its id, are passed over */
};

/* What to select. Zero it, then set what is wanted. */
struct row_query {
    const struct class *class;
    enum operation operation; /* GET, FIND, COUNT; UPDATE and DELETE select what may be written */
    struct text object_id;    /* one row, or no text */
    struct text object_ids;   /* a JSON array of the ids of those that are asked for, or no text */
    const struct row_image
        *image;           /* the one row to be asked about, instead of the table's; or NULL */
    struct text owned_by; /* only rows that lead to this user (class.owned), or no text */
    const struct row_owners
        *each;          /* of whose relations; NULL: of none in particular. Then `limit` is of each
                                      owner, whose id is a column behind the class's */
    const cJSON *where; /* constraints, or NULL */
    const cJSON *extra_where;        /* further constraints, or NULL */
    const struct where *outer_where; /* the where that this query is a part of, or NULL */
    const struct order_key *order;
    size_t order_count;
    int64_t limit; /* rows; negative: no limit */
    int64_t skip;
    bool explain; /* the rows are the engine's plan: its text is their column 3 */
    const unsigned char
        *columns; /* a byte for each field: whether its columns are read, or else null;
                                     NULL: all */
    bool score;   /* how well a row answers a $text is a further column, behind the class's */
};

/* Prepares the select over the class's columns. The rows come by sql_next(); the caller releases
 * the statement. */
bool rows_select(struct request *request, const struct row_query *query,
                 struct store_statement **rows);

/* Fails with 101 unless there is a row with that id on which the principal may do that: get it, or with
 * UPDATE and DELETE write it. */
bool rows_require(struct request *request, const struct class *class, enum operation operation,
                  struct text object_id);

/* The id of the row of the class that the principal may find and whose field, a String, has the value;
 * no text when there is none. */
bool rows_find_id(struct request *request, const struct class *class, const char *field,
                  struct text value, struct text *object_id);

/* How many rows there are, limit and skip apart. */
bool rows_count(struct request *request, const struct row_query *query, int64_t *count);

/* The same for each of query->each that has any: take(taker, owner's id, count). False, and the request has failed,
 * when it does. */
struct row_taker;
bool rows_count_each(struct request *request, const struct row_query *query,
                     bool (*take)(struct row_taker *taker, struct request *request,
                                  struct text owner_id, int64_t count),
                     struct row_taker *taker);

/* Appends a predicate over the class's rows: that they are in a relation of the owner with that id,
 * whom the principal must be able to get; else there are none. */
bool rows_add_is_related(struct request *request, struct sql *sql, const struct class *class,
                         const struct class *owner, const struct class_field *relation,
                         struct text owning_id);

/* Appends the beginning of a predicate over the class's rows: that their relation holds an object
 * whose id is among what the caller appends, a select or a list of values. "))" ends it. */
void rows_add_owns(struct sql *sql, const struct class *class, const struct class_field *relation);

/* Appends " FROM table WHERE ..." of a select within another statement: the rows that the query
 * asks for and the principal may have. */
bool rows_add_source(struct request *request, struct sql *sql, const struct row_query *query);

#endif
