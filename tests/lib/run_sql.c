/* run_sql.c - DATABASE SQL: changes a test's database behind its server's back, while none runs. */
#include <sqlite3.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    sqlite3 *database = NULL;
    char *fault = NULL;
    int changes;

    if (argc != 3 || sqlite3_open(argv[1], &database) != SQLITE_OK ||
        sqlite3_exec(database, argv[2], NULL, NULL, &fault) != SQLITE_OK) {
        fprintf(stderr, "%s\n", fault ? fault : "no database");
        return 1;
    }
    changes = sqlite3_changes(database);
    sqlite3_close(database);
    printf("%d\n", changes);
    return 0;
}
