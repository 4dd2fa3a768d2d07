/* store_views.c - what readers see of the writer's commits, though they keep their views.
 *
 * usage: store_views DATABASE    a file that is not there yet; the folder is the caller's
 *
 * Prints nothing and ends with 0 when all holds. */
#include "store/store_step.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

enum { TABLES = 3, COMMITS = 1500, BLOB_COMMITS = 900 };

static const char *path;

static void expect(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static struct store_connection *open_store(enum store_mode mode)
{
    const char *reason = NULL;
    struct store_connection *store = store_open(path, mode, &reason);

    expect(store != NULL, "the database opens");
    return store;
}

/* The table's one value, by a statement that the caller releases. */
static struct store_statement *begin_read(struct store_connection *store, int table, int64_t *value)
{
    char sql[64];
    struct store_statement *statement;

    snprintf(sql, sizeof sql, "SELECT value FROM t%d WHERE id = 1", table);
    statement = store_prepare(store, text_of(sql));
    expect(statement && store_step(statement) == STORE_ROW, "a value is read");
    *value = store_column_int64(statement, 0);
    return statement;
}

static int64_t read_value(struct store_connection *store, int table)
{
    int64_t value;

    store_release(begin_read(store, table, &value));
    return value;
}

static void set_value(struct store_connection *store, int table, int64_t value)
{
    char sql[64];
    struct store_statement *statement;

    snprintf(sql, sizeof sql, "UPDATE t%d SET value = ?1 WHERE id = 1", table);
    expect(store_begin(store), "begin");
    statement = store_prepare(store, text_of(sql));
    expect(statement && store_bind_int64(statement, 1, value) &&
               store_step(statement) == STORE_DONE,
           "a value is written");
    store_release(statement);
    expect(store_commit(store), "commit");
}

/* Another process: the writer's notes do not know of it. */
static void set_from_outside(int64_t value)
{
    sqlite3 *database;
    char sql[64];

    snprintf(sql, sizeof sql, "UPDATE t0 SET value = %lld", (long long)value);
    expect(sqlite3_open(path, &database) == SQLITE_OK &&
               sqlite3_busy_timeout(database, 5000) == SQLITE_OK &&
               sqlite3_exec(database, sql, NULL, NULL, NULL) == SQLITE_OK,
           "another process writes");
    sqlite3_close(database);
}

static void test_one_reader(struct store_connection *writer)
{
    struct store_connection *reader = open_store(STORE_READ);
    struct timespec moment = {.tv_nsec = 200000000};
    struct store_statement *outer;
    int64_t value;

    set_value(writer, 0, 1);
    set_value(writer, 1, 1);
    expect(read_value(reader, 0) == 1 && read_value(reader, 1) == 1, "what is there is seen");
    set_value(writer, 1, 2);
    expect(read_value(reader, 0) == 1, "what was not changed stays");
    expect(read_value(reader, 1) == 2, "what was changed is seen at once");

    outer = begin_read(reader, 0, &value);
    set_value(writer, 1, 3);
    set_value(writer, 2, 3);
    expect(read_value(reader, 1) == 3,
           "a statement within another one sees what was changed since");
    store_release(begin_read(reader, 1, &value));
    set_value(writer, 1, 4);
    expect(read_value(reader, 1) == 4 && read_value(reader, 2) == 3, "and once more");
    expect(store_step(outer) == STORE_DONE, "the outer statement goes on");
    store_release(outer);

    expect(store_savepoint(reader) && store_savepoint(reader), "a view is held");
    expect(read_value(reader, 1) == 4, "a view that is held shows what was answered");
    set_value(writer, 1, 8);
    set_value(writer, 2, 8);
    expect(read_value(reader, 1) == 4 && read_value(reader, 2) == 3, "and goes on to do so");
    expect(store_savepoint_release(reader) && store_savepoint_release(reader), "and let go");
    expect(read_value(reader, 1) == 8 && read_value(reader, 2) == 8, "until it is let go");

    /* That a view is kept shows in what it does not see. */
    expect(read_value(reader, 0) == 1, "a view is begun");
    set_value(writer, 2, 5);
    expect(read_value(reader, 0) == 1, "and kept");
    set_from_outside(7);
    expect(read_value(reader, 0) == 1 || read_value(reader, 0) == 7, "either");
    nanosleep(&moment, NULL);
    expect(read_value(reader, 0) == 7, "no view is kept for long");
    store_close(reader);
}

/* Values that are answered, by table: no reader may see an older one from then on. */
static atomic_int_fast64_t answered[TABLES];
static atomic_int_fast64_t seen[TABLES]; /* the newest that any reader has seen */
static atomic_bool stopping;

static void raise_to(atomic_int_fast64_t *place, int64_t value)
{
    int_fast64_t old = atomic_load(place);

    while (old < value && !atomic_compare_exchange_weak(place, &old, value))
        ;
}

static void *read_forever(void *unused)
{
    struct store_connection *reader = open_store(STORE_READ);

    for (unsigned turn = 0; !atomic_load(&stopping); turn++) {
        int outer_table = (int)(turn % TABLES);
        int inner_table = (int)(turn / TABLES % TABLES);
        int64_t least = atomic_load(&answered[outer_table]);
        int64_t least_seen = atomic_load(&seen[outer_table]);
        int64_t value, inner;
        struct store_statement *statement = begin_read(reader, outer_table, &value);
        expect(value >= least, "what was answered is seen");
        expect(value >= least_seen, "what one reader has seen another one sees");
        raise_to(&seen[outer_table], value);
        least = atomic_load(&answered[inner_table]);
        if (turn % 4 == 0 && inner_table != outer_table) {
            store_release(begin_read(reader, inner_table, &inner));
            expect(inner >= least, "within another statement, too");
        }
        store_release(statement);
    }
    store_close(reader);
    return unused;
}

static void test_many_readers(struct store_connection *writer)
{
    pthread_t threads[2];

    for (int table = 0; table < TABLES; table++)
        set_value(writer, table, 0);
    for (int i = 0; i < 2; i++)
        expect(pthread_create(&threads[i], NULL, read_forever, NULL) == 0, "a thread starts");
    for (int i = 1; i <= COMMITS; i++) {
        set_value(writer, i % TABLES, i);
        atomic_store(&answered[i % TABLES], i);
    }
    atomic_store(&stopping, true);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    atomic_store(&stopping, false);
}

/* About 90 MB go through a log that is to be begun anew each 32 MB. */
static void test_log(struct store_connection *writer)
{
    struct store_connection *at_rest = open_store(STORE_READ);
    char wal[4096];
    struct stat status;
    pthread_t thread;

    for (int table = 0; table < TABLES; table++)
        atomic_store(&answered[table], 0), atomic_store(&seen[table], 0);
    expect(pthread_create(&thread, NULL, read_forever, NULL) == 0, "a thread starts");
    for (int i = 0; i < BLOB_COMMITS; i++) {
        struct store_statement *statement;
        if (i % 100 == 0)
            read_value(at_rest, 0);
        expect(store_begin(writer), "begin");
        statement = store_prepare(writer, text_of("UPDATE blob SET value = randomblob(100000)"));
        expect(statement && store_step(statement) == STORE_DONE, "a blob is written");
        store_release(statement);
        expect(store_commit(writer), "commit");
    }
    atomic_store(&stopping, true);
    pthread_join(thread, NULL);
    snprintf(wal, sizeof wal, "%s-wal", path);
    expect(stat(wal, &status) == 0, "there is a log");
    if (status.st_size > (64 << 20)) {
        fprintf(stderr, "the log has %lld bytes\n", (long long)status.st_size);
        exit(1);
    }
    store_close(at_rest);
}

int main(int argc, char **argv)
{
    struct store_connection *writer;

    expect(argc == 2, "usage: store_views DATABASE");
    path = argv[1];
    writer = open_store(STORE_WRITE);
    for (int table = 0; table < TABLES; table++) {
        char sql[128];
        snprintf(sql, sizeof sql,
                 "CREATE TABLE t%d(id INTEGER PRIMARY KEY, value INTEGER);"
                 "INSERT INTO t%d VALUES(1, 0)",
                 table, table);
        expect(store_execute(writer, sql), "a table is made");
    }
    expect(store_execute(writer, "CREATE TABLE blob(value BLOB); INSERT INTO blob VALUES(NULL)"),
           "a table is made");
    test_one_reader(writer);
    test_many_readers(writer);
    test_log(writer);
    store_close(writer);
    return 0;
}
