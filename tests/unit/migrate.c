/* migrate.c - brings a database to one of a few histories of migrations: what migrate.test.mjs asks.
 *
 *     migrate FILE HISTORY    prints "migrated" or "refused", then the tables that are there
 */
#include "program/migrate.h"

#include "store/sql.h"

#include <stdio.h>
#include <string.h>

static const char *const first[] = {"CREATE TABLE \"A\" (\"x\" TEXT) STRICT",
                                    "CREATE TABLE \"B\" (\"x\" TEXT) STRICT"};
static const char *const first_changed[] = {"CREATE TABLE \"A\" (\"x\" TEXT) STRICT",
                                            "CREATE TABLE \"C\" (\"x\" TEXT) STRICT"};
static const char *const second[] = {"CREATE TABLE \"D\" (\"x\" TEXT) STRICT"};
static const char *const second_broken[] = {"CREATE TABLE \"E\" (\"x\" TEXT) STRICT",
                                            "CREATE TABLE \"A\" (\"x\" TEXT) STRICT"};

static const struct history {
    const char *name;
    struct migration migrations[2];
    size_t count;
} histories[] = {
    {"one", {{1, "initial", first, 2}}, 1},
    {"two", {{1, "initial", first, 2}, {2, "more", second, 1}}, 2},
    {"changed", {{1, "initial", first_changed, 2}}, 1},
    {"broken", {{1, "initial", first, 2}, {2, "more", second_broken, 2}}, 2},
};

static void print_tables(struct store_connection *connection)
{
    struct arena arena;
    struct context context = {.arena = &arena};
    struct store_statement *rows;
    bool found;

    arena_init(&arena);
    rows = sql_statement(&context, connection,
                         "SELECT name FROM sqlite_schema WHERE type = 'table' AND "
                         "name <> 'sqlite_sequence' AND name NOT LIKE "
                         "'\\_%' ESCAPE '\\' ORDER BY name",
                         NULL);
    while (sql_next(&context, rows, &found) && found) {
        struct text name = store_column_text(rows, 0);
        printf(" %.*s", (int)name.length, name.bytes);
    }
    store_release(rows);
    printf("\n");
    arena_release(&arena);
}

int main(int argc, char **argv)
{
    const char *reason = "";
    struct store_connection *connection =
        argc == 3 ? store_open(argv[1], STORE_WRITE, &reason) : NULL;

    if (!connection) {
        fprintf(stderr, "usage: migrate FILE HISTORY %s\n", reason);
        return 2;
    }
    for (size_t i = 0; i < sizeof histories / sizeof *histories; i++) {
        struct app app = {.migrations = histories[i].migrations,
                          .migration_count = histories[i].count};
        if (strcmp(histories[i].name, argv[2]) == 0)
            printf(migrate(&app, connection, 0) ? "migrated" : "refused");
    }
    print_tables(connection);
    store_close(connection);
    return 0;
}
