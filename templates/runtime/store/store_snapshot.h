/* store_snapshot.h - a reader's view of the database, kept from one statement to the next.
 *
 * SQLite throws a connection's page cache away when it begins to read behind somebody's commit, and
 * beginning and ending cost system calls. Most commits change tables that the next statement does
 * not read. So a reader's transaction stays open between statements, and is begun anew when a table
 * that the next one reads has changed since (table_changes.h), at the writer's wish, and after a
 * moment in any case, since other processes may write as well.
 *
 * A view that is kept keeps the log from being written anew from its start. The writer therefore
 * ends the views of readers that are at rest before it checkpoints, and readers at work end theirs
 * with their statement. */
#ifndef RUNTIME_STORE_STORE_SNAPSHOT_H
#define RUNTIME_STORE_STORE_SNAPSHOT_H

#include "store/table_changes.h"

#include <pthread.h>

struct sqlite3;
struct sqlite3_stmt;

struct snapshot {
    struct sqlite3 *database; /* NULL: not open */
    struct sqlite3_stmt *begin;
    struct sqlite3_stmt *end;
    pthread_mutex_t lock; /* held by the reader at work, and by the writer that ends the view */
    uint64_t commit;      /* it certainly shows what this commit wrote */
    int64_t begun_at;     /* ms */
    struct snapshot *next;
};

/* Over a connection that only reads. False when out of memory. */
bool snapshot_open(struct snapshot *snapshot, struct sqlite3 *database);
void snapshot_close(struct snapshot *snapshot);

/* A reader begins its work, and ends it: in between the connection is the thread's own. */
void snapshot_enter(struct snapshot *snapshot);
void snapshot_leave(struct snapshot *snapshot);

/* Whether the view may lack what a commit has written into one of the tables. */
bool snapshot_is_stale(const struct snapshot *snapshot, const struct table_set *tables);

/* Makes the view one that shows the tables as they are. No statement may be under way. False when
 * the old one cannot be ended, or no other begun. */
bool snapshot_renew(struct snapshot *snapshot, const struct table_set *tables);

/* The writer's, within its commit: ends all views of readers at rest and has the others end theirs.
 * True when no view is left that was there before. */
bool snapshots_end(void);

#endif
