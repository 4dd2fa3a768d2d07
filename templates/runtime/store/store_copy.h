/* store_copy.h - a copy of a database that is in use, by SQLite's backup interface
 * (sqlite.org/backup.html). */
#ifndef RUNTIME_STORE_STORE_COPY_H
#define RUNTIME_STORE_STORE_COPY_H

#include <stdbool.h>

struct sqlite3;

/* See store_copy() in store.h. */
bool store_copy_database(struct sqlite3 *database, const char *path);

#endif
