/* store_transaction.c - transactions and savepoints of store.h, and what a write has come to. */
#include "store/store.h"

#include "store/store_connection.h"
#include "store/store_faults.h"
#include "store/store_step.h"

#include <sqlite3.h>

/* One statement without parameters or results, from the cache. */
static bool run_cached(struct store_connection *connection, const char *sql)
{
    struct store_statement *statement = store_prepare(connection, text_of(sql));
    bool done = statement && store_step(statement) == STORE_DONE;

    store_release(statement);
    return done;
}

bool store_begin(struct store_connection *connection)
{
    connection->changed = (struct table_set){{0}};
    connection->in_transaction = run_cached(connection, "BEGIN IMMEDIATE");
    return connection->in_transaction;
}

bool store_commit(struct store_connection *connection)
{
    bool done;

    table_changes_begin(&connection->changed);
    done = run_cached(connection, "COMMIT");
    table_changes_end();
    if (done)
        connection->in_transaction = false;
    return done;
}

static void roll_back(struct store_connection *connection)
{
    if (!sqlite3_get_autocommit(connection->database))
        run_cached(connection, "ROLLBACK");
}

void store_rollback(struct store_connection *connection)
{
    roll_back(connection);
    connection->in_transaction = false;
}

/* A reader writes nothing that could be undone: its savepoint is one view for all its statements. */
static bool hold_view(struct store_connection *connection)
{
    struct table_set all;

    memset(&all, 0xff, sizeof all);
    if (!connection->in_use_count) {
        snapshot_enter(&connection->snapshot);
        if (!snapshot_renew(&connection->snapshot, &all)) {
            snapshot_leave(&connection->snapshot);
            return false;
        }
    }
    connection->in_use_count++;
    connection->holders++;
    return true;
}

static bool release_view(struct store_connection *connection)
{
    connection->holders--;
    if (--connection->in_use_count == 0)
        snapshot_leave(&connection->snapshot);
    return true;
}

/* A savepoint that stays where it should have ended would be taken for the one around it, and what
 * that one is to undo would stay. So the whole transaction goes, and everybody in it is told. */
static bool lose_all(struct store_connection *connection)
{
    roll_back(connection);
    return false;
}

bool store_savepoint(struct store_connection *connection)
{
    if (connection->mode == STORE_READ)
        return hold_view(connection);
    return run_cached(connection, "SAVEPOINT request");
}

bool store_savepoint_release(struct store_connection *connection)
{
    if (connection->mode == STORE_READ)
        return release_view(connection);
    return run_cached(connection, "RELEASE request") || lose_all(connection);
}

bool store_savepoint_rollback(struct store_connection *connection)
{
    if (connection->mode == STORE_READ)
        return release_view(connection);
    return (run_cached(connection, "ROLLBACK TO request") &&
            run_cached(connection, "RELEASE request")) ||
           lose_all(connection);
}

const char *store_conflict(struct store_connection *connection)
{
    static const char prefix[] = "UNIQUE constraint failed: ";
    const char *message = sqlite3_errmsg(connection->database);

    if (strncmp(message, prefix, sizeof prefix - 1) == 0)
        return message + sizeof prefix - 1;
    return message;
}

int store_changes(struct store_connection *connection)
{
    return sqlite3_changes(connection->database);
}

const char *store_error(struct store_connection *connection)
{
    return sqlite3_errmsg(connection->database);
}
