/* store_connection.h - what a connection and a statement are to the files that know the engine.
 *
 * Statements are kept by their text in a small hash table with a bound on their number; a text that
 * is asked for while its statement is in use gets a second statement. */
#ifndef RUNTIME_STORE_STORE_CONNECTION_H
#define RUNTIME_STORE_STORE_CONNECTION_H

#include "store/store.h"
#include "store/store_snapshot.h"

struct sqlite3;
struct sqlite3_stmt;

enum { STATEMENT_BUCKETS = 256 };

struct store_statement {
    struct store_connection *connection;
    struct sqlite3_stmt *handle;
    char *text;
    size_t text_length;
    uint64_t hash;
    int64_t spent;           /* microseconds in the engine since it was prepared: store_slow.h */
    struct table_set tables; /* that it reads, or, of the writer's, changes */
    bool in_use;
    struct store_statement *next_in_bucket;
    struct store_statement *newer; /* in order of use */
    struct store_statement *older;
};

struct store_connection {
    struct sqlite3 *database;
    struct store_statement *buckets[STATEMENT_BUCKETS];
    struct store_statement *newest;
    struct store_statement *oldest;
    int statement_count;
    bool may_stop; /* it only reads */
    enum store_mode mode;
    bool in_transaction;             /* of the writer's, as far as it has begun and not ended it */
    struct table_set *noting;        /* where a statement that is being prepared has its tables */
    struct table_set changed;        /* by the writer's transaction */
    int checkpoint_at;               /* pages of the log, the writer's */
    struct snapshot snapshot;        /* a reader's */
    int holders;                     /* that a reader's view is kept for, for all statements */
    int in_use_count;                /* statements, a reader's */
    struct store_connection *nested; /* for statements whose tables its view is too old for */
};

/* Whether connections of this mode leave the file as it is. */
static inline bool store_only_looks(enum store_mode mode)
{
    return mode == STORE_INSPECT || mode == STORE_STILL;
}

#endif
