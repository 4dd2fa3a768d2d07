/* driver.c - migrations over a database without a server around them: what evolve.test.mjs asks. Reads
 * commands from standard input, a line each, and answers each with one line of JSON.
 *
 *     migrate DATABASE FOLDER      applies the folder's NNNN_name.sql; {"done": true|false}
 *     crash N DATABASE FOLDER      the same in a process of its own that ends at its Nth statement
 *     sql DATABASE STATEMENTS      runs them (\n for a line end); {"rows": [[...], ...]} of the last one
 *
 * What the server logs goes to standard error. */
#include "base/log.h"
#include "crypto/key_ring.h"
#include "program/migrate.h"
#include "store/store_conversions.h"
#include "store/store_functions.h"

#include <dirent.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_MIGRATIONS = 1000, CRASHED = 99 };

static const struct text key =
    TEXT("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

/* Counts down to the statement at which the process ends. */
static int crash_after = -1;

bool __real_store_execute(struct store_connection *connection, const char *sql);
bool __wrap_store_execute(struct store_connection *connection, const char *sql);
bool __wrap_store_execute(struct store_connection *connection, const char *sql)
{
    if (crash_after == 0)
        _exit(CRASHED);
    crash_after -= crash_after > 0;
    return __real_store_execute(connection, sql);
}

static void *must(void *memory)
{
    if (!memory)
        abort();
    return memory;
}

/* The file's text, for the caller to free. */
static char *read_file(const char *path)
{
    FILE *file = must(fopen(path, "rb"));
    if (fseek(file, 0, SEEK_END) != 0)
        abort();
    long length = ftell(file);
    rewind(file);
    if (length < 0)
        abort();
    char *text = must(malloc((size_t)length + 1));
    if (fread(text, 1, (size_t)length, file) != (size_t)length)
        abort();
    text[length] = '\0';
    fclose(file);
    return text;
}

/* A statement ends with a semicolon before a blank line or the end; comments before it are dropped. */
static void split(char *text, struct migration *migration)
{
    size_t most = 1;
    for (const char *c = text; *c; c++)
        most += *c == ';';
    const char **list = must(calloc(most, sizeof *list));
    char *end;

    for (;;) {
        text += strspn(text, " \n");
        while (strncmp(text, "--", 2) == 0 && strncmp(text, "-- must be empty: ", 18) != 0) {
            text += strcspn(text, "\n");
            text += strspn(text, " \n");
        }
        if (!*text)
            break;
        for (end = strstr(text, ";\n"); end && end[2] && end[2] != '\n';
             end = strstr(end + 1, ";\n"))
            ;
        must(end);
        *end = '\0';
        list[migration->statement_count++] = text;
        text = end + 2;
    }
    migration->statements = list;
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* texts: of the files, whose statements the migrations lead to. */
static size_t read_migrations(const char *folder, struct migration *migrations, char **texts)
{
    char *names[MOST_MIGRATIONS];
    size_t count = 0;
    DIR *directory = must(opendir(folder));

    for (const struct dirent *entry = readdir(directory); entry; entry = readdir(directory))
        if (strstr(entry->d_name, ".sql"))
            names[count++] = must(strdup(entry->d_name));
    closedir(directory);
    qsort(names, count, sizeof *names, compare);
    for (size_t i = 0; i < count; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        migrations[i] = (struct migration){.version = atoi(names[i]), .name = names[i]};
        texts[i] = read_file(path);
        split(texts[i], &migrations[i]);
    }
    return count;
}

/* Thousands of chains are applied in one process, which forks: what it held would be copied each time. */
static void free_migrations(struct migration *migrations, char **texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free((void *)migrations[i].name);
        free((void *)migrations[i].statements);
        free(texts[i]);
    }
}

static bool apply(const char *database, const char *folder)
{
    static struct migration migrations[MOST_MIGRATIONS];
    static char *texts[MOST_MIGRATIONS];
    struct app app = {.migrations = migrations};
    const char *reason;
    struct store_connection *connection = store_open(database, STORE_WRITE, &reason);
    bool done;

    app.migration_count = read_migrations(folder, migrations, texts);
    must(connection);
    done = store_add_conversions(connection) && migrate(&app, connection, 0);
    store_close(connection);
    free_migrations(migrations, texts, app.migration_count);
    return done;
}

/* A process of its own, since it is to end in the middle. */
static void crash(int after, const char *database, const char *folder)
{
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        crash_after = after;
        _exit(apply(database, folder) ? 0 : 1);
    }
    if (child < 0 || waitpid(child, &status, 0) != child)
        abort();
    printf("{\"status\": %d}\n", WIFEXITED(status) ? WEXITSTATUS(status) : -1);
}

static void print_text(const char *text)
{
    putchar('"');
    for (; *text; text++)
        if (*text == '"' || *text == '\\')
            printf("\\%c", *text);
        else if ((unsigned char)*text < 0x20)
            printf("\\u%04x", (unsigned)*text);
        else
            putchar(*text);
    putchar('"');
}

static void print_column(sqlite3_stmt *statement, int i)
{
    switch (sqlite3_column_type(statement, i)) {
    case SQLITE_NULL:
        printf("null");
        break;
    case SQLITE_INTEGER:
        printf("%lld", sqlite3_column_int64(statement, i));
        break;
    case SQLITE_FLOAT:
        printf("%.17g", sqlite3_column_double(statement, i));
        break;
    case SQLITE_BLOB:
        printf("\"blob\"");
        break;
    default:
        print_text((const char *)sqlite3_column_text(statement, i));
    }
}

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    const char *separator = "";
    int result = SQLITE_OK;

    if (sqlite3_open(path, &database) != SQLITE_OK || !store_register_functions(database) ||
        !store_register_conversions(database))
        abort();
    printf("{\"rows\": [");
    while (result == SQLITE_OK && *sql) {
        result = sqlite3_prepare_v2(database, sql, -1, &statement, &sql);
        if (result != SQLITE_OK || !statement)
            break;
        while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
            printf("%s[", separator);
            for (int i = 0; i < sqlite3_column_count(statement); i++) {
                printf("%s", i ? ", " : "");
                print_column(statement, i);
            }
            printf("]");
            separator = ", ";
        }
        result = sqlite3_finalize(statement);
    }
    printf("], \"error\": ");
    print_text(result == SQLITE_OK ? "" : sqlite3_errmsg(database));
    printf("}\n");
    sqlite3_close(database);
}

static void unfold(char *text)
{
    char *to = text;

    for (; *text; text++)
        if (text[0] == '\\' && text[1] == 'n') {
            *to++ = '\n';
            text++;
        } else {
            *to++ = *text;
        }
    *to = '\0';
}

static bool take_key(void)
{
    struct key_list list;
    const char *fault;

    return key_list_read(KEY_SEAL, key, &list, &fault) && key_ring_set(KEY_SEAL, &list);
}

int main(void)
{
    static char line[1 << 22];
    char database[2048];
    char folder[2048];
    int after;
    int read;

    if (sodium_init() < 0 || !take_key())
        return 1;
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = '\0';
        if (sscanf(line, "migrate %2047s %2047s", database, folder) == 2) {
            printf("{\"done\": %s}\n", apply(database, folder) ? "true" : "false");
        } else if (sscanf(line, "crash %d %2047s %2047s", &after, database, folder) == 3) {
            fflush(stdout);
            crash(after, database, folder);
        } else if (sscanf(line, "sql %2047s %n", database, &read) == 1) {
            unfold(line + read);
            run_sql(database, line + read);
        } else {
            printf("{\"error\": \"what?\"}\n");
        }
        fflush(stdout);
    }
    return 0;
}
