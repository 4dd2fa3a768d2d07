/* store.h - the database, as narrow as the rest of the server can bear.
 *
 * Everything above this header speaks of connections, statements, parameters and columns; only the
 * engine's own files (store_*.c) know which database answers. SQL texts are kept to what
 * SQLite and PostgreSQL share, with ?1, ?2, ... for parameters and the functions named below.
 *
 * A connection belongs to one thread. Statements are cached by their text, so that asking for the
 * same text again costs a look-up. Texts returned by columns live until the next step or release.
 * Statements are stepped through by sql_next() and sql_run() (sql.h), which tell every outcome. */
#ifndef RUNTIME_STORE_STORE_H
#define RUNTIME_STORE_STORE_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

struct store_connection;
struct store_statement;
struct principal;

/* STORE_INSPECT leaves the file as it is, whatever is wrong with it, and a statement may take its
 * time. STORE_STILL is the same of a database that nobody has open, and leaves nothing beside it: should
 * somebody open it meanwhile, what is read may be of several moments. */
enum store_mode { STORE_READ, STORE_WRITE, STORE_INSPECT, STORE_STILL };

/* Opens the database file; a writer creates it. NULL on failure, with the reason in *reason (a
 * static text or one that lives as long as the process). */
struct store_connection *store_open(const char *path, enum store_mode mode, const char **reason);
void store_close(struct store_connection *connection);

/* Ends statements that only read, now and from now on: the server must stop. */
void store_stop_reads(void);

/* What has come to light since the server started: that some of the database cannot be read (which
 * lasts), and that the last attempt to write failed (until one succeeds). */
bool store_is_damaged(void);
bool store_is_unwritable(void);

/* Has statements that take so long logged, with the engine's plan; 0: none. To be called before there are
 * threads. */
void store_log_slow(int64_t milliseconds);

/* Whether it was opened for writing. */
bool store_writes(const struct store_connection *connection);

/* The cached statement for this text, ready to be bound; NULL when it cannot be prepared. */
struct store_statement *store_prepare(struct store_connection *connection, struct text sql);

/* Parameters count from 1. Bound texts must live until store_release(). */
bool store_bind_null(struct store_statement *statement, int parameter);
bool store_bind_int64(struct store_statement *statement, int parameter, int64_t value);
bool store_bind_double(struct store_statement *statement, int parameter, double value);
bool store_bind_text(struct store_statement *statement, int parameter, struct text value);
bool store_bind_bytes(struct store_statement *statement, int parameter, struct text value);

/* Binds the principal that acl_reads(_acl, ?) and acl_writes(_acl, ?) judge for. */
bool store_bind_principal(struct store_statement *statement, int parameter,
                          const struct principal *principal);

/* What a column holds. */
enum store_kind { STORE_NULL, STORE_INTEGER, STORE_REAL, STORE_TEXT, STORE_BYTES };

/* Columns count from 0. */
enum store_kind store_column_kind(struct store_statement *statement, int column);
bool store_column_is_null(struct store_statement *statement, int column);
int64_t store_column_int64(struct store_statement *statement, int column);
double store_column_double(struct store_statement *statement, int column);
struct text store_column_text(struct store_statement *statement, int column);
struct text store_column_bytes(struct store_statement *statement, int column);

/* Gives the statement back to the cache: reset, parameters cleared. NULL is allowed. */
void store_release(struct store_statement *statement);

/* Runs statements without parameters or results (migrations, transactions). */
bool store_execute(struct store_connection *connection, const char *sql);

/* Makes the functions of migrations known (store_conversions.h). */
bool store_add_conversions(struct store_connection *connection);

/* Copies the database as it is into a new file, with what is in the log, while others may read and
 * write. False when the file is there already, or cannot be written; then nothing is left of it. */
bool store_copy(struct store_connection *connection, const char *path);

/* Begins and ends a transaction of the writer's: the group of requests that commit together. */
bool store_begin(struct store_connection *connection);
bool store_commit(struct store_connection *connection);
void store_rollback(struct store_connection *connection);

/* A savepoint around one request, or a part of it, within the writer's transaction: where it cannot be
 * ended, the whole transaction is undone. Of a reader, whose statements may otherwise each see a
 * later moment: from the savepoint to its end they all see one. */
bool store_savepoint(struct store_connection *connection);
bool store_savepoint_release(struct store_connection *connection);
bool store_savepoint_rollback(struct store_connection *connection);

/* After a unique constraint refused a row: the columns that clashed, as "Table.column[, Table.column]". */
const char *store_conflict(struct store_connection *connection);

/* How many rows the last insert, update or delete touched. */
int store_changes(struct store_connection *connection);

/* The engine's words for what last went wrong, for the log only. */
const char *store_error(struct store_connection *connection);

#endif
