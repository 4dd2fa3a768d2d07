/* mixed.c - the floor of reads among writes: a session and the rows it may see, and writes to the same
 * database, committed in groups.
 *
 * usage: floor_mixed DATABASE [audited]
 *
 * Reads are those of read.c. POST / inserts the body under a new id, PUT /ID updates a row; either is
 * answered when it is on disk. With "audited" each read adds an entry that says who read what, and is
 * answered when that is on disk. */
#include "rows.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SENT_LIMIT = 2048 };

struct job {
    struct MHD_Connection *connection;
    struct job *next;
    bool written;
    sqlite3_stmt *statement; /* what is to be written */
    char id[24];
    char user[ID_LENGTH + 1];
    unsigned status; /* of the answer */
    char *answer;    /* of an audited read */
    size_t length;   /* of the answer, or of what was sent */
    char sent[SENT_LIMIT];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t work = PTHREAD_COND_INITIALIZER;
static struct job *first;
static struct job **end = &first;

static bool audited;
static sqlite3 *database;
static sqlite3_stmt *insert, *update, *enter;

static void fail(void)
{
    fprintf(stderr, "%s\n", sqlite3_errmsg(database));
    exit(1);
}

static struct job *take_all(void)
{
    struct job *all;

    pthread_mutex_lock(&lock);
    while (!first)
        pthread_cond_wait(&work, &lock);
    all = first;
    first = NULL;
    end = &first;
    pthread_mutex_unlock(&lock);
    return all;
}

static void write_job(struct job *job)
{
    static long sequence;

    if (job->statement != update && job->statement != enter)
        snprintf(job->id, sizeof job->id, "%010ld", ++sequence);
    sqlite3_bind_text(job->statement, 1, job->id, -1, SQLITE_STATIC);
    if (job->statement == enter)
        sqlite3_bind_text(job->statement, 2, job->user, -1, SQLITE_STATIC);
    else
        sqlite3_bind_text(job->statement, 2, job->sent, (int)job->length, SQLITE_STATIC);
    sqlite3_bind_int64(job->statement, 3, (sqlite3_int64)time(NULL) * 1000);
    if (sqlite3_step(job->statement) != SQLITE_DONE)
        fail();
    sqlite3_reset(job->statement);
}

static void *write_forever(void *argument)
{
    (void)argument;
    for (;;) {
        struct job *group = take_all();

        if (sqlite3_exec(database, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
            fail();
        for (struct job *job = group; job; job = job->next)
            write_job(job);
        if (sqlite3_exec(database, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
            fail();
        while (group) {
            struct job *next = group->next;
            group->written = true;
            MHD_resume_connection(group->connection);
            group = next;
        }
    }
    return NULL;
}

static enum MHD_Result submit(struct job *job, sqlite3_stmt *statement)
{
    job->statement = statement;
    MHD_suspend_connection(job->connection);
    pthread_mutex_lock(&lock);
    *end = job;
    end = &job->next;
    pthread_cond_signal(&work);
    pthread_mutex_unlock(&lock);
    return MHD_YES;
}

static enum MHD_Result read_rows(struct job *job, const char *url)
{
    struct worker *worker = rows_worker();
    unsigned status;

    worker->length = 0;
    if (!rows_session(
            worker,
            MHD_lookup_connection_value(job->connection, MHD_HEADER_KIND, "X-Parse-Session-Token"),
            job->user)) {
        status = MHD_HTTP_FORBIDDEN;
        rows_add(worker, "{\"code\":209,\"error\":\"Invalid session token\"}");
    } else {
        status = url[1] ? rows_get(worker, url + 1, job->user) : rows_find(worker, job->user);
    }
    if (!audited || status != MHD_HTTP_OK)
        return floor_answer(job->connection, status, worker->body, worker->length);
    job->answer = malloc(worker->length);
    if (!job->answer)
        return MHD_NO;
    memcpy(job->answer, worker->body, worker->length);
    job->length = worker->length;
    job->status = status;
    snprintf(job->id, sizeof job->id, "%s", url + 1);
    return submit(job, enter);
}

static enum MHD_Result answer(struct job *job)
{
    char body[128];
    int length;

    if (job->answer)
        return floor_answer(job->connection, job->status, job->answer, job->length);
    length = snprintf(body, sizeof body,
                      "{\"objectId\":\"%s\",\"createdAt\":\"2025-01-01T00:00:00.000Z\"}", job->id);
    return floor_answer(job->connection, job->statement == update ? MHD_HTTP_OK : MHD_HTTP_CREATED,
                        body, (size_t)length);
}

static enum MHD_Result handle(void *closure, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *data,
                              size_t *data_size, void **state)
{
    struct job *job = *state;

    (void)closure, (void)version;
    if (!job) {
        job = calloc(1, sizeof *job);
        if (!job)
            return MHD_NO;
        job->connection = connection;
        *state = job;
        return MHD_YES;
    }
    if (*data_size) {
        if (*data_size > sizeof job->sent - job->length)
            return MHD_NO;
        memcpy(job->sent + job->length, data, *data_size);
        job->length += *data_size;
        *data_size = 0;
        return MHD_YES;
    }
    if (job->written)
        return answer(job);
    if (strcmp(method, "POST") == 0)
        return submit(job, insert);
    if (strcmp(method, "PUT") != 0)
        return read_rows(job, url);
    snprintf(job->id, sizeof job->id, "%s", url + 1);
    return submit(job, update);
}

static void completed(void *closure, struct MHD_Connection *connection, void **state,
                      enum MHD_RequestTerminationCode code)
{
    struct job *job = *state;

    (void)closure, (void)connection, (void)code;
    if (job)
        free(job->answer);
    free(job);
    *state = NULL;
}

static sqlite3_stmt *prepare(const char *sql)
{
    sqlite3_stmt *statement;

    if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK)
        fail();
    return statement;
}

int main(int argc, char **argv)
{
    static const struct floor floor = {.handle = handle, .completed = completed, .suspends = true};
    static const char tables[] =
        "CREATE TABLE log(id TEXT PRIMARY KEY, body TEXT, createdAt INTEGER) WITHOUT ROWID;"
        "CREATE TABLE entry(number INTEGER PRIMARY KEY, id TEXT, user TEXT, at INTEGER)";
    pthread_t writer;

    if (argc < 2 || argc > 3) {
        fprintf(stderr, "usage: floor_mixed DATABASE [audited]\n");
        return 2;
    }
    audited = argc == 3;
    rows_make(argv[1], false);
    database = rows_open();
    if (sqlite3_exec(database, tables, NULL, NULL, NULL) != SQLITE_OK)
        fail();
    insert = prepare("INSERT INTO log VALUES(?1, ?2, ?3)");
    update = prepare("UPDATE row SET status = 'read', updatedAt = ?3 WHERE id = ?1 AND ?2 <> ''");
    enter = prepare("INSERT INTO entry(id, user, at) VALUES(?1, ?2, ?3)");
    floor_block_signals();
    if (pthread_create(&writer, NULL, write_forever, NULL) != 0)
        return 1;
    return floor_serve(&floor);
}
