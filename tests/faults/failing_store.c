/* failing_store.c - linked between the server's store and SQLite, it lets statements fail, one at a time.
 *
 * The linker leads store_prepare(), sqlite3_step() and sqlite3_exec() here (--wrap). Each call of
 * theirs is a point: what was asked for (the label), the statement up to its conditions, the one
 * before it, and whether it is the first, the second or a later time. While faults are armed, the
 * first point that has not failed yet fails; then no other does until faults are armed again. The
 * same request, sent until nothing fails any more, so meets every fault that there can be.
 *
 * Who tests talks through the file CONTROL of STORE_FAULTS=CONTROL:SEEN (lib/faults.mjs). The points
 * that have failed are in the file SEEN, for all servers of a run. */
#include "outside/outbox_rows.h"
#include "program/background.h"
#include "request/request.h"
#include "store/store.h"

#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    LABEL_BYTES = 512,
    STATEMENT_BYTES = 1024,
    SEEN = 1 << 16,
    OFTEN = 3,
    COUNTED = 1 << 12,
    DEPTH = 8
};

enum fault {
    FAULT_NONE,
    FAULT_ERROR,
    FAULT_LOSS /* the engine undoes the writer's transaction, too, as when the disk is full */
};

struct control {
    uint32_t armed;
    uint32_t hit;     /* the fault that there was */
    uint32_t request; /* a number of its own for each */
    uint32_t commits; /* that have changed the file */
    char label[LABEL_BYTES];
    char statement[STATEMENT_BYTES]; /* the one that failed */
};

static struct control *control;
static _Atomic uint64_t *seen; /* SEEN of them */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* What the server does behind the answers is no fault of the request that is asked meanwhile: what it has the writer
 * change by itself (own_write()), what is looked for to be sent, and all that threads do which serve nobody. It is so on
 * the thread that does it, for as long; and of what the writer does for a group, not for one of it, while an own write is in one. */
static _Thread_local bool is_behind;
static atomic_int own_writes;

/* How many rows the writer has changed for requests, what was undone apart. */
static int64_t changes_at[DEPTH]; /* where each savepoint began; the first is the transaction */
static int depth;
static int64_t undone;
static bool has_request; /* the transaction is not the server's own alone */

/* Of the request: how often each statement was asked for, and the last of them. */
static uint32_t request;
static uint64_t previous;
static unsigned char counts[COUNTED];

bool __real_own_write(struct server *server, bool (*apply)(struct request *request), void *state);
bool __wrap_own_write(struct server *server, bool (*apply)(struct request *request), void *state);
bool __real_background_begin(struct background *background, void *(*run)(void *owner), void *owner);
bool __wrap_background_begin(struct background *background, void *(*run)(void *owner), void *owner);
bool __real_outbox_count_held(struct context *context, struct store_connection *store,
                              int64_t *count);
bool __wrap_outbox_count_held(struct context *context, struct store_connection *store,
                              int64_t *count);
bool __real_outbox_next_receiver(struct context *context, struct store_connection *store,
                                 struct outbox_mark *receiver, bool *found);
bool __wrap_outbox_next_receiver(struct context *context, struct store_connection *store,
                                 struct outbox_mark *receiver, bool *found);
bool __real_outbox_each_due(struct context *context, struct store_connection *store,
                            const struct outbox_mark *receiver, int64_t now, int64_t limit,
                            void (*take)(void *state, const struct outbox_row *row), void *state);
bool __wrap_outbox_each_due(struct context *context, struct store_connection *store,
                            const struct outbox_mark *receiver, int64_t now, int64_t limit,
                            void (*take)(void *state, const struct outbox_row *row), void *state);
bool __real_outbox_count(struct context *context, struct store_connection *store,
                         struct outbox_counts *counts);
bool __wrap_outbox_count(struct context *context, struct store_connection *store,
                         struct outbox_counts *counts);
struct store_statement *__real_store_prepare(struct store_connection *connection, struct text sql);
struct store_statement *__wrap_store_prepare(struct store_connection *connection, struct text sql);
int __real_sqlite3_step(sqlite3_stmt *statement);
int __wrap_sqlite3_step(sqlite3_stmt *statement);
int __real_sqlite3_exec(sqlite3 *database, const char *sql,
                        int (*callback)(void *, int, char **, char **), void *data, char **message);
int __wrap_sqlite3_exec(sqlite3 *database, const char *sql,
                        int (*callback)(void *, int, char **, char **), void *data, char **message);
int __real_crypto_pwhash_str_alg(char out[crypto_pwhash_STRBYTES], const char *password,
                                 unsigned long long length, unsigned long long passes,
                                 size_t memory, int algorithm);
int __wrap_crypto_pwhash_str_alg(char out[crypto_pwhash_STRBYTES], const char *password,
                                 unsigned long long length, unsigned long long passes,
                                 size_t memory, int algorithm);

static void *map_file(const char *path, size_t size)
{
    int file = open(path, O_RDWR | O_CLOEXEC);
    void *memory =
        file < 0 ? MAP_FAILED : mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);

    if (file >= 0)
        close(file);
    return memory == MAP_FAILED ? NULL : memory;
}

/* Passwords are hashed at the least cost: each fault of a sign-in hashes one. */
int __wrap_crypto_pwhash_str_alg(char out[crypto_pwhash_STRBYTES], const char *password,
                                 unsigned long long length, unsigned long long passes,
                                 size_t memory, int algorithm)
{
    (void)passes, (void)memory;
    return __real_crypto_pwhash_str_alg(out, password, length, crypto_pwhash_OPSLIMIT_MIN,
                                        crypto_pwhash_MEMLIMIT_MIN, algorithm);
}

__attribute__((constructor)) static void open_files(void)
{
    char *paths = getenv("STORE_FAULTS");
    char *second = paths ? strchr(paths, ':') : NULL;

    if (second) {
        *second++ = '\0';
        control = map_file(paths, sizeof *control);
        seen = map_file(second, SEEN * sizeof *seen);
    }
    if (!control || !seen) {
        fputs("STORE_FAULTS=CONTROL:SEEN names the files that say which statements fail\n", stderr);
        exit(2);
    }
}

static uint64_t hash_bytes(uint64_t hash, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * 1099511628211u;
    return hash;
}

/* Up to its conditions: what differs there is what a client asks for. */
static size_t length_of(const char *sql, size_t length)
{
    static const char conditions[] = " WHERE ";
    const char *found = memmem(sql, length, conditions, sizeof conditions - 1);

    return found ? (size_t)(found - sql) : length;
}

/* Whether the point is a new one, which it is not from then on. */
static bool is_new(uint64_t point)
{
    for (uint64_t i = point;; i++) {
        uint64_t free = 0;
        uint64_t kept = atomic_load(&seen[i % SEEN]);
        if (kept == point)
            return false;
        if (!kept && atomic_compare_exchange_strong(&seen[i % SEEN], &free, point))
            return true;
    }
}

static uint64_t point_of(char kind, const char *sql, size_t length)
{
    uint64_t hash = hash_bytes((uint64_t)kind, sql, length_of(sql, length));
    uint64_t point = hash_bytes(hash ^ previous, control->label, strlen(control->label));

    if (counts[hash % COUNTED] < OFTEN)
        counts[hash % COUNTED]++;
    previous = hash;
    return (point ^ counts[hash % COUNTED]) * 1099511628211u;
}

/* How the statement is to fail now. */
static enum fault fault_at(char kind, const char *sql, size_t length, bool writes)
{
    enum fault fault = FAULT_NONE;
    uint64_t point;

    if (is_behind || (writes && depth == 0 && atomic_load(&own_writes) > 0))
        return FAULT_NONE;
    pthread_mutex_lock(&lock);
    if (request != control->request) {
        request = control->request;
        previous = 0;
        memset(counts, 0, sizeof counts);
    }
    point = point_of(kind, sql, length);
    if (control->armed && !control->hit) {
        if (is_new(point << 2 | FAULT_ERROR))
            fault = FAULT_ERROR;
        else if (writes && kind != 'p' && is_new(point << 2 | FAULT_LOSS))
            fault = FAULT_LOSS;
    }
    if (fault) {
        control->hit = fault;
        snprintf(control->statement, STATEMENT_BYTES, "%c%c %.*s", kind, writes ? 'w' : 'r',
                 (int)(length < STATEMENT_BYTES ? length : STATEMENT_BYTES), sql);
    }
    pthread_mutex_unlock(&lock);
    return fault;
}

struct store_statement *__wrap_store_prepare(struct store_connection *connection, struct text sql)
{
    return fault_at('p', sql.bytes, sql.length, store_writes(connection))
               ? NULL
               : __real_store_prepare(connection, sql);
}

static bool is_writing(sqlite3 *database, const char *sql)
{
    return sqlite3_txn_state(database, NULL) == SQLITE_TXN_WRITE ||
           strcmp(sql, "BEGIN IMMEDIATE") == 0;
}

/* Whether the statement is to fail; a loss has then happened. */
static bool fails(char kind, sqlite3 *database, const char *sql)
{
    enum fault fault = fault_at(kind, sql, strlen(sql), is_writing(database, sql));

    if (fault == FAULT_LOSS && !sqlite3_get_autocommit(database))
        (void)__real_sqlite3_exec(database, "ROLLBACK", NULL, NULL, NULL);
    if (fault == FAULT_LOSS)
        depth = 0;
    return fault != FAULT_NONE;
}

static void note_done(sqlite3 *database, const char *sql)
{
    int64_t changes = sqlite3_total_changes64(database) - undone;

    if (strcmp(sql, "BEGIN IMMEDIATE") == 0) {
        depth = 0;
        is_behind = has_request = false;
        changes_at[0] = changes;
    } else if (strcmp(sql, "SAVEPOINT request") == 0 && depth + 1 < DEPTH) {
        /* What comes before the first is the server's own: its clock, the use of sessions. */
        if (!has_request)
            changes_at[0] = changes;
        has_request = true;
        changes_at[++depth] = changes;
    } else if (strcmp(sql, "ROLLBACK TO request") == 0) {
        undone += changes - changes_at[depth];
    } else if (strcmp(sql, "RELEASE request") == 0) {
        if (depth == 1 && is_behind)
            changes_at[0] += changes - changes_at[1];
        depth--;
        is_behind = is_behind && depth > 0;
    } else if (strcmp(sql, "ROLLBACK") == 0) {
        undone += changes - changes_at[0];
        depth = 0;
    } else if (strcmp(sql, "COMMIT") == 0 && has_request && changes > changes_at[0]) {
        control->commits++;
    }
}

int __wrap_sqlite3_step(sqlite3_stmt *statement)
{
    sqlite3 *database = sqlite3_db_handle(statement);
    const char *sql = sqlite3_sql(statement);
    bool writes = is_writing(database, sql);
    int result;

    if (fails('s', database, sql))
        return SQLITE_IOERR;
    result = __real_sqlite3_step(statement);
    if (writes && result == SQLITE_DONE)
        note_done(database, sql);
    return result;
}

int __wrap_sqlite3_exec(sqlite3 *database, const char *sql,
                        int (*callback)(void *, int, char **, char **), void *data, char **message)
{
    return fails('x', database, sql) ? SQLITE_IOERR
                                     : __real_sqlite3_exec(database, sql, callback, data, message);
}

/* Why something was refused is looked for behind the answer, on another thread, where a statement that
 * fails is no fault of the request that is asked next. */
void __wrap_refusal_note(const struct request *request);
void __wrap_refusal_note(const struct request *request)
{
    (void)request;
}

struct own_write {
    bool (*apply)(struct request *request);
    void *state;
};

/* On the writer, within a savepoint, which is behind the answers up to its end. */
static bool apply_own(struct request *request)
{
    const struct own_write *own = request->state;

    is_behind = true;
    request->state = own->state;
    return own->apply(request);
}

bool __wrap_own_write(struct server *server, bool (*apply)(struct request *request), void *state)
{
    struct own_write own = {apply, state};
    bool done;

    atomic_fetch_add(&own_writes, 1);
    done = __real_own_write(server, apply_own, &own);
    atomic_fetch_sub(&own_writes, 1);
    return done;
}

struct behind {
    void *(*run)(void *owner);
    void *owner;
};

/* A thread that serves nobody is behind the answers for as long as it runs. */
static void *run_behind(void *argument)
{
    struct behind behind = *(struct behind *)argument;

    free(argument);
    is_behind = true;
    return behind.run(behind.owner);
}

bool __wrap_background_begin(struct background *background, void *(*run)(void *owner), void *owner)
{
    struct behind *behind = malloc(sizeof *behind);

    if (!behind)
        return false;
    *behind = (struct behind){run, owner};
    if (__real_background_begin(background, run_behind, behind))
        return true;
    free(behind);
    return false;
}

bool __wrap_outbox_count_held(struct context *context, struct store_connection *store,
                              int64_t *count)
{
    bool done;

    is_behind = true;
    done = __real_outbox_count_held(context, store, count);
    is_behind = false;
    return done;
}

bool __wrap_outbox_next_receiver(struct context *context, struct store_connection *store,
                                 struct outbox_mark *receiver, bool *found)
{
    bool done;

    is_behind = true;
    done = __real_outbox_next_receiver(context, store, receiver, found);
    is_behind = false;
    return done;
}

bool __wrap_outbox_each_due(struct context *context, struct store_connection *store,
                            const struct outbox_mark *receiver, int64_t now, int64_t limit,
                            void (*take)(void *state, const struct outbox_row *row), void *state)
{
    bool done;

    is_behind = true;
    done = __real_outbox_each_due(context, store, receiver, now, limit, take, state);
    is_behind = false;
    return done;
}

bool __wrap_outbox_count(struct context *context, struct store_connection *store,
                         struct outbox_counts *counts)
{
    bool done;

    is_behind = true;
    done = __real_outbox_count(context, store, counts);
    is_behind = false;
    return done;
}
