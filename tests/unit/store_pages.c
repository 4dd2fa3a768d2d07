/* store_pages.c - commits of inserts leave the page cache alone, and what is behind a database's end is
 * dropped all the same.
 *
 * usage: store_pages DATABASE    a file that is not there yet; the folder is the caller's
 *
 * Prints nothing and ends with 0 when all holds. */
#include "store/store_pages.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { COMMITS = 600, ROWS_A_COMMIT = 6 };

static sqlite3_pcache_methods2 usual;
static int walks; /* how often the cache was asked to drop pages */

static void expect(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static void count_truncate(sqlite3_pcache *cache, unsigned from)
{
    walks++;
    usual.xTruncate(cache, from);
}

static void count_walks(void)
{
    sqlite3_pcache_methods2 counting;

    expect(sqlite3_config(SQLITE_CONFIG_GETPCACHE2, &usual) == SQLITE_OK, "the cache is there");
    counting = usual;
    counting.xTruncate = count_truncate;
    expect(sqlite3_config(SQLITE_CONFIG_PCACHE2, &counting) == SQLITE_OK, "the cache is counted");
}

static void run(sqlite3 *database, const char *sql)
{
    char *message = NULL;

    if (sqlite3_exec(database, sql, NULL, NULL, &message) != SQLITE_OK) {
        fprintf(stderr, "%s: %s\n", sql, message);
        exit(1);
    }
}

static int64_t ask(sqlite3 *database, const char *sql)
{
    sqlite3_stmt *statement;
    int64_t value;

    expect(sqlite3_prepare_v2(database, sql, -1, &statement, NULL) == SQLITE_OK &&
               sqlite3_step(statement) == SQLITE_ROW,
           sql);
    value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return value;
}

static bool is_whole(sqlite3 *database)
{
    return ask(database, "SELECT integrity_check = 'ok' FROM pragma_integrity_check");
}

static sqlite3 *open_database(const char *path)
{
    sqlite3 *database;

    expect(sqlite3_open(path, &database) == SQLITE_OK, "the database opens");
    return database;
}

/* Indexes whose places are all over: their pages trade places when they are balanced. */
static void insert_all_over(sqlite3 *database)
{
    for (int i = 0; i < COMMITS; i++) {
        run(database, "BEGIN IMMEDIATE");
        for (int k = 0; k < ROWS_A_COMMIT; k++)
            run(database, "INSERT INTO row(one, other, rest)"
                          " VALUES(hex(randomblob(8)), random(), hex(randomblob(40)))");
        run(database, "COMMIT");
    }
}

static void undo_growth(sqlite3 *database)
{
    int64_t before = ask(database, "SELECT count(*) FROM row");

    run(database, "BEGIN IMMEDIATE; SAVEPOINT one");
    run(database, "INSERT INTO row(one, other, rest)"
                  " SELECT hex(randomblob(8)), random(), hex(randomblob(400)) FROM row");
    run(database, "ROLLBACK TO one; RELEASE one");
    run(database, "INSERT INTO row(one, other, rest) VALUES('a', 1, 'b')");
    run(database, "COMMIT");
    expect(ask(database, "SELECT count(*) FROM row") == before + 1, "what was undone is not there");
    expect(is_whole(database), "the database is whole after an undo");
}

static void shrink_and_grow(sqlite3 *database)
{
    int64_t pages = ask(database, "PRAGMA page_count");

    run(database, "DELETE FROM row WHERE row % 4");
    run(database, "PRAGMA incremental_vacuum");
    expect(ask(database, "PRAGMA page_count") < pages, "the database is smaller");
    insert_all_over(database);
    expect(is_whole(database), "the database is whole after it grew again");
}

int main(int argc, char **argv)
{
    sqlite3 *database, *other;

    if (argc != 2) {
        fprintf(stderr, "usage: store_pages DATABASE\n");
        return 2;
    }
    count_walks();
    store_pages_configure();
    database = open_database(argv[1]);
    run(database, "PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
                  "CREATE TABLE row(row INTEGER PRIMARY KEY, one TEXT, other INTEGER, rest TEXT);"
                  "CREATE INDEX row_one ON row(one); CREATE INDEX row_other ON row(other)");
    walks = 0;
    insert_all_over(database);
    expect(walks == 0, "commits of inserts do not walk through the cache");
    expect(is_whole(database), "the database is whole");
    undo_growth(database);
    walks = 0;
    shrink_and_grow(database);
    expect(walks > 0, "what is behind the end is dropped");
    other = open_database(argv[1]);
    expect(ask(other, "SELECT count(*) FROM row") == ask(database, "SELECT count(*) FROM row") &&
               is_whole(other),
           "another connection sees the same");
    sqlite3_close(other);
    sqlite3_close(database);
    return 0;
}
