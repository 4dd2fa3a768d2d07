/* store_snapshot.c - see store_snapshot.h. */
#include "store/store_snapshot.h"

#include <sqlite3.h>
#include <stdatomic.h>
#include <stddef.h>
#include <time.h>

enum {
    LONGEST_MILLISECONDS = 100,
    /* How long the writer waits for a reader at work: most are done by then. */
    WAIT_NANOSECONDS = 2000000
};

static pthread_mutex_t list_lock = PTHREAD_MUTEX_INITIALIZER;
static struct snapshot *list;

/* Views of earlier commits are to end as soon as they are not in use. */
static atomic_uint_fast64_t oldest_commit;

static int64_t milliseconds_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct sqlite3_stmt *prepare(struct sqlite3 *database, const char *sql)
{
    struct sqlite3_stmt *statement = NULL;

    (void)sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
    return statement;
}

bool snapshot_open(struct snapshot *snapshot, struct sqlite3 *database)
{
    *snapshot = (struct snapshot){
        .database = database,
        .begin = prepare(database, "BEGIN"),
        .end = prepare(database, "COMMIT"),
    };
    if (!snapshot->begin || !snapshot->end || pthread_mutex_init(&snapshot->lock, NULL)) {
        sqlite3_finalize(snapshot->begin);
        sqlite3_finalize(snapshot->end);
        snapshot->database = NULL;
        return false;
    }
    pthread_mutex_lock(&list_lock);
    snapshot->next = list;
    list = snapshot;
    pthread_mutex_unlock(&list_lock);
    return true;
}

/* The engine ends the transaction by itself after some errors. */
static bool is_kept(const struct snapshot *snapshot)
{
    return !sqlite3_get_autocommit(snapshot->database);
}

/* A failure shows in is_kept(). */
static void run(struct sqlite3_stmt *statement)
{
    (void)sqlite3_step(statement);
    (void)sqlite3_reset(statement);
}

static void end_view(struct snapshot *snapshot)
{
    if (is_kept(snapshot))
        run(snapshot->end);
}

void snapshot_close(struct snapshot *snapshot)
{
    struct snapshot **place = &list;

    if (!snapshot->database)
        return;
    pthread_mutex_lock(&list_lock);
    while (*place != snapshot)
        place = &(*place)->next;
    *place = snapshot->next;
    pthread_mutex_unlock(&list_lock);
    end_view(snapshot);
    sqlite3_finalize(snapshot->begin);
    sqlite3_finalize(snapshot->end);
    pthread_mutex_destroy(&snapshot->lock);
    snapshot->database = NULL;
}

void snapshot_enter(struct snapshot *snapshot)
{
    pthread_mutex_lock(&snapshot->lock);
}

void snapshot_leave(struct snapshot *snapshot)
{
    if (snapshot->commit < atomic_load(&oldest_commit))
        end_view(snapshot);
    pthread_mutex_unlock(&snapshot->lock);
}

bool snapshot_is_stale(const struct snapshot *snapshot, const struct table_set *tables)
{
    return !is_kept(snapshot) || table_changes_since(tables, snapshot->commit);
}

bool snapshot_renew(struct snapshot *snapshot, const struct table_set *tables)
{
    int64_t now = milliseconds_now();

    if (!snapshot_is_stale(snapshot, tables) && snapshot->commit >= atomic_load(&oldest_commit) &&
        now - snapshot->begun_at < LONGEST_MILLISECONDS)
        return true;
    end_view(snapshot);
    if (is_kept(snapshot))
        return false;
    snapshot->commit = table_changes_last();
    snapshot->begun_at = now;
    run(snapshot->begin);
    return is_kept(snapshot);
}

static bool lock_soon(struct snapshot *snapshot)
{
    struct timespec until;

    if (pthread_mutex_trylock(&snapshot->lock) == 0)
        return true;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += WAIT_NANOSECONDS;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    return pthread_mutex_timedlock(&snapshot->lock, &until) == 0;
}

bool snapshots_end(void)
{
    struct snapshot *snapshot;
    bool all = true;

    atomic_store(&oldest_commit, table_changes_last() + 1);
    pthread_mutex_lock(&list_lock);
    for (snapshot = list; snapshot; snapshot = snapshot->next) {
        if (!lock_soon(snapshot)) {
            all = false;
            continue;
        }
        end_view(snapshot);
        pthread_mutex_unlock(&snapshot->lock);
    }
    pthread_mutex_unlock(&list_lock);
    return all;
}
