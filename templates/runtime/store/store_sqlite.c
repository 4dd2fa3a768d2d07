/* store_sqlite.c - the store on SQLite: its connections. Only the files store_*.c know the engine.
 *
 * Write-ahead logging lets readers and the one writer work side by side; synchronous=FULL puts each
 * commit on disk before it returns (sqlite.org/pragma.html#pragma_synchronous). */
#include "store/store.h"

#include "store/store_conversions.h"
#include "store/store_copy.h"

#include "base/budget.h"
#include "store/store_faults.h"
#include "store/store_functions.h"
#include "store/store_log.h"
#include "store/store_statements.h"
#include "store/store_tail.h"

#include <sqlite3.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

enum {
    BUSY_MILLISECONDS = 10000,
    /* Statements that only read spend from the request's budget: so many of the engine's instructions
     * at a time, a part of a millisecond (sqlite.org/c3ref/progress_handler.html). */
    INSTRUCTIONS_A_LOOK = 2000,
    /* A checkpoint copies each page once however often it was changed, so they come seldom: when
     * the log has so many pages, 32 MB. What one leaves, for a reader's sake, the next one takes. */
    CHECKPOINT_PAGES = 8192,
    CHECKPOINT_AGAIN_PAGES = 1024,
    /* How long a checkpoint waits for who follows the database to have read up to it, twice; the longer, the more the
     * log has grown, since on a busy machine he may be late. */
    FOLLOWER_MILLISECONDS = 20,
    FOLLOWER_MILLISECONDS_MOST = 100
};

static atomic_bool reads_stopped;

void store_stop_reads(void)
{
    atomic_store(&reads_stopped, true);
}

/* Stopping a statement that writes would end its transaction. */
static int look_at_progress(void *data)
{
    struct store_connection *connection = data;

    return connection->may_stop &&
           (!budget_spend(INSTRUCTIONS_A_LOOK) ||
            (connection->mode == STORE_READ && atomic_load(&reads_stopped)));
}

/* Told of each table that a statement reads or changes while it is prepared
 * (sqlite.org/c3ref/set_authorizer.html). Everything is allowed. */
static int note_table(void *data, int action, const char *table, const char *detail,
                      const char *database, const char *trigger)
{
    struct store_connection *connection = data;
    bool reads = action == SQLITE_READ;
    bool changes = action == SQLITE_INSERT || action == SQLITE_UPDATE || action == SQLITE_DELETE;

    (void)detail, (void)database, (void)trigger;
    if (connection->noting && table && (connection->mode == STORE_WRITE ? changes : reads))
        table_set_add(connection->noting, table);
    return SQLITE_OK;
}

/* Who follows the database is always a little behind; if nobody waited for him, the log would never be
 * begun anew. False when he is too far behind: then it grows, and he is given time. */
static bool checkpoint_followed(sqlite3 *database, const char *name, int pages)
{
    int patience = FOLLOWER_MILLISECONDS * (pages / CHECKPOINT_PAGES);
    int result;

    (void)sqlite3_busy_timeout(
        database, patience < FOLLOWER_MILLISECONDS_MOST ? patience : FOLLOWER_MILLISECONDS_MOST);
    result = sqlite3_wal_checkpoint_v2(database, name, SQLITE_CHECKPOINT_RESTART, NULL, NULL);
    (void)sqlite3_busy_timeout(database, BUSY_MILLISECONDS);
    return result == SQLITE_OK;
}

/* After each commit: sqlite.org/c3ref/wal_hook.html. */
static int after_commit(void *data, sqlite3 *database, const char *name, int pages)
{
    struct store_connection *connection = data;

    store_fault_note_written();
    if (pages < CHECKPOINT_PAGES)
        connection->checkpoint_at = CHECKPOINT_PAGES;
    if (pages < connection->checkpoint_at)
        return SQLITE_OK;
    connection->checkpoint_at = pages + CHECKPOINT_AGAIN_PAGES;
    /* Readers' views are in the way of both: copying the log, and beginning it anew. */
    (void)snapshots_end();
    /* The commit is on disk whether this succeeds or not. */
    if (!store_tail_is_followed(sqlite3_db_filename(database, name)))
        (void)sqlite3_wal_checkpoint_v2(database, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    else if (!checkpoint_followed(database, name, pages))
        connection->checkpoint_at = pages + CHECKPOINT_PAGES / 2;
    return SQLITE_OK;
}

/* Whether the connection's own part of an opening succeeded. */
static bool prepare_mode(struct store_connection *connection)
{
    if (sqlite3_set_authorizer(connection->database, note_table, connection) != SQLITE_OK)
        return false;
    if (connection->mode == STORE_READ)
        return snapshot_open(&connection->snapshot, connection->database);
    if (connection->mode == STORE_WRITE) {
        connection->checkpoint_at = CHECKPOINT_PAGES;
        sqlite3_wal_hook(connection->database, after_commit, connection);
    }
    return true;
}

/* Temporary files are made in the folder of the database that is opened first, once, before there
 * are threads (sqlite.org/c3ref/temp_directory.html). */
static void sort_beside(const char *path)
{
    const char *slash = strrchr(path, '/');

    if (!sqlite3_temp_directory && slash)
        sqlite3_temp_directory = sqlite3_mprintf("%.*s", (int)(slash - path), path);
}

/* Counting its memory costs the engine a lock of all threads at each allocation, and each connection
 * is one thread's: sqlite.org/c3ref/c_config_covering_index_scan.html. */
static void configure(void)
{
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
}

/* The name of a file that does not change (sqlite.org/uri.html); of its path, what means something in a
 * name like that is quoted. */
static char *still_name(const char *path)
{
    sqlite3_str *name = sqlite3_str_new(NULL);

    sqlite3_str_appendall(name, "file:");
    /* Two slashes would begin the name of a machine. */
    while (path[0] == '/' && path[1] == '/')
        path++;
    for (; *path; path++)
        if (strchr("%?#", *path))
            sqlite3_str_appendf(name, "%%%02X", (unsigned)(unsigned char)*path);
        else
            sqlite3_str_appendchar(name, 1, *path);
    sqlite3_str_appendall(name, "?immutable=1");
    return sqlite3_str_finish(name);
}

struct store_connection *store_open(const char *path, enum store_mode mode, const char **reason)
{
    static const char journal[] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL";
    static const char settings[] = "PRAGMA trusted_schema=OFF;"
                                   "PRAGMA foreign_keys=OFF;";
    /* The writer trusts the schema, since triggers may not keep full-text indexes otherwise; what
     * the server's own functions do is closed to triggers all the same. Nothing is read through a
     * map of the file: a sector that can't be read would be a signal instead of an error. What is
     * sorted, and what a savepoint keeps, goes to a file, nameless and beside the database, when
     * there is much of it. Until then a savepoint's pages are in one piece of memory; with
     * temp_store=MEMORY they were in pieces of 1 KB each. */
    static const char write_settings[] = "PRAGMA cache_size=-6144; PRAGMA temp_store=FILE;"
                                         "PRAGMA trusted_schema=ON";
    static const char *const mode_settings[] = {
        [STORE_READ] = "PRAGMA cache_size=-3072; PRAGMA temp_store=FILE; PRAGMA query_only=1",
        [STORE_WRITE] = write_settings,
        [STORE_INSPECT] = "PRAGMA query_only=1",
        [STORE_STILL] = "PRAGMA query_only=1",
    };
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct store_connection *connection = calloc(1, sizeof *connection);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    char *name;

    pthread_once(&once, configure);
    sort_beside(path);

    if (!connection) {
        *reason = "out of memory";
        return NULL;
    }
    connection->mode = mode;
    if (mode == STORE_WRITE)
        flags |= SQLITE_OPEN_CREATE;
    if (store_only_looks(mode))
        flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX |
                (mode == STORE_STILL ? SQLITE_OPEN_URI : 0);
    name = mode == STORE_STILL ? still_name(path) : sqlite3_mprintf("%s", path);
    if (!name ||
        sqlite3_open_v2(name, &connection->database, flags,
                        mode == STORE_WRITE ? store_log_register() : NULL) != SQLITE_OK ||
        sqlite3_busy_timeout(connection->database, BUSY_MILLISECONDS) != SQLITE_OK ||
        (!store_only_looks(mode) &&
         sqlite3_exec(connection->database, journal, NULL, NULL, NULL) != SQLITE_OK) ||
        sqlite3_exec(connection->database, settings, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_db_config(connection->database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL) != SQLITE_OK ||
        sqlite3_extended_result_codes(connection->database, 1) != SQLITE_OK ||
        !store_register_functions(connection->database) ||
        sqlite3_exec(connection->database, mode_settings[mode], NULL, NULL, NULL) != SQLITE_OK ||
        !prepare_mode(connection)) {
        *reason = sqlite3_errstr(sqlite3_errcode(connection->database));
        sqlite3_free(name);
        store_close(connection);
        return NULL;
    }
    sqlite3_free(name);
    sqlite3_progress_handler(connection->database, INSTRUCTIONS_A_LOOK, look_at_progress,
                             connection);
    return connection;
}

bool store_writes(const struct store_connection *connection)
{
    return connection->mode == STORE_WRITE;
}

void store_close(struct store_connection *connection)
{
    if (!connection)
        return;
    store_close(connection->nested);
    store_forget_statements(connection);
    snapshot_close(&connection->snapshot);
    sqlite3_close(connection->database);
    free(connection);
}

bool store_execute(struct store_connection *connection, const char *sql)
{
    bool done;

    if (store_has_lost_transaction(connection))
        return false;
    connection->noting = &connection->changed;
    done = sqlite3_exec(connection->database, sql, NULL, NULL, NULL) == SQLITE_OK;
    connection->noting = NULL;
    return done;
}

bool store_add_conversions(struct store_connection *connection)
{
    return store_register_conversions(connection->database);
}

bool store_copy(struct store_connection *connection, const char *path)
{
    return store_copy_database(connection->database, path);
}
