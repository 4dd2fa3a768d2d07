/* noted_statements.c - what a server asks its database: loaded before SQLite, it writes the text of each statement
 * that has been run to the file that NOTED_STATEMENTS names, a line each. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct sqlite3_stmt;

const char *sqlite3_sql(struct sqlite3_stmt *statement);

int sqlite3_reset(struct sqlite3_stmt *statement)
{
    static int (*real)(struct sqlite3_stmt *);
    static int file = -1;
    const char *text = statement ? sqlite3_sql(statement) : NULL;

    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "sqlite3_reset");
    if (file < 0)
        file = open(getenv("NOTED_STATEMENTS"), O_WRONLY | O_APPEND | O_CREAT, 0600);
    if (text && file >= 0) {
        size_t length = strlen(text);
        char *line = malloc(length + 1);
        for (size_t i = 0; line && i < length; i++)
            line[i] = text[i] == '\n' ? ' ' : text[i];
        if (line) {
            line[length] = '\n';
            if (write(file, line, length + 1) < 0)
                file = -1;
            free(line);
        }
    }
    return real(statement);
}
