/* rows.h - sessions and the rows that they may see, by prepared statements, in a database that is made
 * anew: PATIENTS sessions, and for each of them VISIBLE rows that it may read and HIDDEN newer ones
 * that it may not. The JSON is that of the trial template's MedicationDistribution. */
#ifndef FLOOR_ROWS_H
#define FLOOR_ROWS_H

#include "floor.h"

#include <sqlite3.h>
#include <stdbool.h>

enum { ID_LENGTH = 10, BODY_LIMIT = 32768 };

/* What belongs to a thread: a connection of its own, and the answer that it writes. */
struct worker {
    sqlite3 *database;
    sqlite3_stmt *session;
    sqlite3_stmt *get;
    sqlite3_stmt *find;
    char body[BODY_LIMIT];
    size_t length;
};

/* Makes the database; `mapped` has it read through a map of the file. */
void rows_make(const char *database, bool mapped);

/* A further connection to it. */
sqlite3 *rows_open(void);

struct worker *rows_worker(void);
void rows_add(struct worker *worker, const char *string);

/* Reads the session's user into `user`; false when there is no such session. */
bool rows_session(struct worker *worker, const char *token, char user[ID_LENGTH + 1]);

/* Write the answer and return its status: one row by its key, or the newest VISIBLE ones. */
unsigned rows_get(struct worker *worker, const char *id, const char *user);
unsigned rows_find(struct worker *worker, const char *user);

#endif
