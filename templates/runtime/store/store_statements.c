/* store_statements.c - the statements of a connection; see store_connection.h for how they are kept. */
#include "store/store_statements.h"

#include "store/store_faults.h"
#include "store/store_slow.h"
#include "store/store_step.h"

#include <sqlite3.h>
#include <stdlib.h>

enum { STATEMENT_LIMIT = 256 /* kept in a connection */ };

static void forget_statement(struct store_statement *statement)
{
    struct store_connection *connection = statement->connection;
    struct store_statement **place = &connection->buckets[statement->hash % STATEMENT_BUCKETS];

    while (*place != statement)
        place = &(*place)->next_in_bucket;
    *place = statement->next_in_bucket;
    if (statement->newer)
        statement->newer->older = statement->older;
    else
        connection->newest = statement->older;
    if (statement->older)
        statement->older->newer = statement->newer;
    else
        connection->oldest = statement->newer;
    connection->statement_count--;
    sqlite3_finalize(statement->handle);
    free(statement->text);
    free(statement);
}

void store_forget_statements(struct store_connection *connection)
{
    for (struct store_statement *statement = connection->newest; statement;) {
        struct store_statement *older = statement->older;
        forget_statement(statement);
        statement = older;
    }
}

/* A multiplicative hash over eight bytes at a time; quality matters little, the text is compared.
 */
static uint64_t hash_text(struct text text)
{
    uint64_t hash = text.length;
    uint64_t word;
    size_t at = 0;

    for (; at + sizeof word <= text.length; at += sizeof word) {
        memcpy(&word, text.bytes + at, sizeof word);
        hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 32;
    }
    word = 0;
    if (at < text.length)
        memcpy(&word, text.bytes + at, text.length - at);
    hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
    return hash ^ (hash >> 29);
}

static void become_newest(struct store_statement *statement)
{
    struct store_connection *connection = statement->connection;

    if (connection->newest == statement)
        return;
    if (statement->newer) {
        statement->newer->older = statement->older;
        if (statement->older)
            statement->older->newer = statement->newer;
        else
            connection->oldest = statement->newer;
    }
    statement->newer = NULL;
    statement->older = connection->newest;
    if (connection->newest)
        connection->newest->newer = statement;
    connection->newest = statement;
    if (!connection->oldest)
        connection->oldest = statement;
}

static struct store_statement *prepare_new(struct store_connection *connection, struct text sql,
                                           uint64_t hash)
{
    struct store_statement *statement = calloc(1, sizeof *statement);
    char *copy = malloc(sql.length + 1);

    if (statement)
        connection->noting = &statement->tables;
    if (!statement || !copy || sql.length > INT32_MAX ||
        sqlite3_prepare_v3(connection->database, sql.bytes, (int)sql.length,
                           SQLITE_PREPARE_PERSISTENT, &statement->handle, NULL) != SQLITE_OK ||
        !statement->handle) {
        connection->noting = NULL;
        free(statement);
        free(copy);
        return NULL;
    }
    connection->noting = NULL;
    memcpy(copy, sql.bytes, sql.length);
    copy[sql.length] = '\0';
    statement->connection = connection;
    statement->text = copy;
    statement->text_length = sql.length;
    statement->hash = hash;
    statement->next_in_bucket = connection->buckets[hash % STATEMENT_BUCKETS];
    connection->buckets[hash % STATEMENT_BUCKETS] = statement;
    connection->statement_count++;
    become_newest(statement);
    return statement;
}

/* Drops the statement that was used the longest time ago, unless it is in use now. */
static void make_room(struct store_connection *connection)
{
    struct store_statement *statement = connection->oldest;

    while (connection->statement_count >= STATEMENT_LIMIT && statement) {
        struct store_statement *newer = statement->newer;
        if (!statement->in_use)
            forget_statement(statement);
        statement = newer;
    }
}

/* The statement for the text, which is not in use; NULL when it cannot be prepared. */
static struct store_statement *find_statement(struct store_connection *connection, struct text sql)
{
    uint64_t hash = hash_text(sql);
    struct store_statement *statement = connection->buckets[hash % STATEMENT_BUCKETS];

    while (statement &&
           (statement->in_use || statement->hash != hash || statement->text_length != sql.length ||
            memcmp(statement->text, sql.bytes, sql.length) != 0))
        statement = statement->next_in_bucket;
    if (statement) {
        become_newest(statement);
        return statement;
    }
    make_room(connection);
    return prepare_new(connection, sql, hash);
}

/* The connection that reads what a statement within others finds too old in their view. */
static struct store_connection *nested_of(struct store_connection *connection)
{
    const char *reason;

    if (!connection->nested)
        connection->nested =
            store_open(sqlite3_db_filename(connection->database, "main"), STORE_READ, &reason);
    return connection->nested;
}

static struct store_statement *use(struct store_statement *statement)
{
    struct store_connection *connection = statement->connection;

    statement->in_use = true;
    connection->may_stop =
        !store_only_looks(connection->mode) && sqlite3_stmt_readonly(statement->handle);
    return statement;
}

/* A reader's statement sees at least what was answered before it was asked for. Statements within
 * others share their view as long as it does so. */
static struct store_statement *prepare_read(struct store_connection *connection, struct text sql)
{
    struct store_statement *statement;

    if (!connection->in_use_count)
        snapshot_enter(&connection->snapshot);
    statement = find_statement(connection, sql);
    if (statement && !connection->in_use_count) {
        if (!snapshot_renew(&connection->snapshot, &statement->tables))
            statement = NULL;
    } else if (statement && !connection->holders &&
               snapshot_is_stale(&connection->snapshot, &statement->tables)) {
        connection = nested_of(connection);
        return connection ? prepare_read(connection, sql) : NULL;
    }
    if (statement)
        connection->in_use_count++;
    else if (!connection->in_use_count)
        snapshot_leave(&connection->snapshot);
    return statement ? use(statement) : NULL;
}

struct store_statement *store_prepare(struct store_connection *connection, struct text sql)
{
    struct store_statement *statement;

    if (connection->mode == STORE_READ)
        return prepare_read(connection, sql);
    statement = find_statement(connection, sql);
    if (!statement)
        return NULL;
    table_set_add_all(&connection->changed, &statement->tables);
    return use(statement);
}

bool store_has_lost_transaction(const struct store_connection *connection)
{
    return connection->in_transaction && sqlite3_get_autocommit(connection->database);
}

enum store_step store_step(struct store_statement *statement)
{
    int code;

    if (store_has_lost_transaction(statement->connection))
        return STORE_ERROR;
    if (!store_slow_limit) {
        code = sqlite3_step(statement->handle);
    } else {
        int64_t begun = store_slow_clock();
        code = sqlite3_step(statement->handle);
        statement->spent += store_slow_clock() - begun;
    }
    switch (code) {
    case SQLITE_ROW:
        return STORE_ROW;
    case SQLITE_DONE:
        return STORE_DONE;
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
        return STORE_NOT_UNIQUE;
    case SQLITE_ABORT:
    case SQLITE_INTERRUPT:
        return STORE_STOPPED;
    default:
        store_fault_note(code);
        return STORE_ERROR;
    }
}

struct store_connection *store_connection_of(const struct store_statement *statement)
{
    return statement->connection;
}

struct text store_text_of(const struct store_statement *statement)
{
    return (struct text){statement->text, statement->text_length};
}

void store_release(struct store_statement *statement)
{
    struct store_connection *connection = statement ? statement->connection : NULL;

    if (!statement)
        return;
    /* The result only repeats what the last step has said already. */
    (void)sqlite3_reset(statement->handle);
    (void)sqlite3_clear_bindings(statement->handle);
    if (store_slow_limit && statement->spent >= store_slow_limit)
        store_slow_tell(statement, statement->spent);
    statement->spent = 0;
    statement->in_use = false;
    if (connection->mode == STORE_READ && --connection->in_use_count == 0)
        snapshot_leave(&connection->snapshot);
}
