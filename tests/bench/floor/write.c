/* write.c - the write floor: a durable insert for each POST, committed in groups.
 *
 * usage: floor_write DATABASE [indexed]
 *
 * The database is made anew. A POST is suspended and queued; one thread inserts all that has queued
 * in one transaction with synchronous=FULL, and then resumes them. The body is kept as it came,
 * under an id that is new. With `indexed`, the row is one of the trial template's AdherenceLog, in
 * as many columns and with the same indexes, of a patient and a distribution as many as the
 * benchmark's. GET / answers with the number of rows. */
#include "floor.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BODY_LIMIT = 2048, PATIENTS = 100, DISTRIBUTIONS = 2000 };

struct post {
    struct MHD_Connection *connection;
    struct post *next;
    bool written;
    char id[24];
    size_t length;
    char body[BODY_LIMIT];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t work = PTHREAD_COND_INITIALIZER;
static struct post *first;
static struct post **end = &first;
static long row_count; /* under the lock */

static sqlite3 *database;
static sqlite3_stmt *insert;
static bool indexed;

static void fail(void)
{
    fprintf(stderr, "%s\n", sqlite3_errmsg(database));
    exit(1);
}

static struct post *take_all(void)
{
    struct post *all;

    pthread_mutex_lock(&lock);
    while (!first)
        pthread_cond_wait(&work, &lock);
    all = first;
    first = NULL;
    end = &first;
    pthread_mutex_unlock(&lock);
    return all;
}

static void bind_id(int parameter, char prefix, long number)
{
    char id[24];

    snprintf(id, sizeof id, "%c%09ld", prefix, number);
    sqlite3_bind_text(insert, parameter, id, -1, SQLITE_TRANSIENT);
}

static long insert_all(struct post *post)
{
    static long sequence;
    long count = 0;

    for (; post; post = post->next, count++) {
        snprintf(post->id, sizeof post->id, "%010ld", ++sequence);
        sqlite3_bind_text(insert, 1, post->id, -1, SQLITE_STATIC);
        sqlite3_bind_int64(insert, 2, (sqlite3_int64)time(NULL) * 1000);
        if (indexed) {
            bind_id(3, 'P', random() % PATIENTS);
            bind_id(4, 'M', random() % DISTRIBUTIONS);
        } else {
            sqlite3_bind_text(insert, 3, post->body, (int)post->length, SQLITE_STATIC);
        }
        if (sqlite3_step(insert) != SQLITE_DONE)
            fail();
        sqlite3_reset(insert);
    }
    return count;
}

static void *write_forever(void *argument)
{
    (void)argument;
    for (;;) {
        struct post *group = take_all();
        long count;

        if (sqlite3_exec(database, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
            fail();
        count = insert_all(group);
        if (sqlite3_exec(database, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
            fail();
        pthread_mutex_lock(&lock);
        row_count += count;
        pthread_mutex_unlock(&lock);
        while (group) {
            struct post *next = group->next;
            group->written = true;
            MHD_resume_connection(group->connection);
            group = next;
        }
    }
    return NULL;
}

static enum MHD_Result answer_count(struct MHD_Connection *connection)
{
    char body[64];
    int length;

    pthread_mutex_lock(&lock);
    length = snprintf(body, sizeof body, "{\"count\":%ld}", row_count);
    pthread_mutex_unlock(&lock);
    return floor_answer(connection, MHD_HTTP_OK, body, (size_t)length);
}

static void submit(struct post *post)
{
    MHD_suspend_connection(post->connection);
    pthread_mutex_lock(&lock);
    *end = post;
    end = &post->next;
    pthread_cond_signal(&work);
    pthread_mutex_unlock(&lock);
}

static enum MHD_Result handle(void *closure, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *data,
                              size_t *data_size, void **state)
{
    struct post *post = *state;
    char body[128];
    int length;

    (void)closure, (void)url, (void)version;
    if (!post) {
        post = calloc(1, sizeof *post);
        if (!post)
            return MHD_NO;
        post->connection = connection;
        *state = post;
        return MHD_YES;
    }
    if (*data_size) {
        if (*data_size > sizeof post->body - post->length)
            return MHD_NO;
        memcpy(post->body + post->length, data, *data_size);
        post->length += *data_size;
        *data_size = 0;
        return MHD_YES;
    }
    if (strcmp(method, "POST") != 0)
        return answer_count(connection);
    if (!post->written) {
        submit(post);
        return MHD_YES;
    }
    length = snprintf(body, sizeof body,
                      "{\"objectId\":\"%s\",\"createdAt\":\"2025-01-01T00:00:00.000Z\"}", post->id);
    return floor_answer(connection, MHD_HTTP_CREATED, body, (size_t)length);
}

static void completed(void *closure, struct MHD_Connection *connection, void **state,
                      enum MHD_RequestTerminationCode code)
{
    (void)closure, (void)connection, (void)code;
    free(*state);
    *state = NULL;
}

static const char plain_table[] =
    "CREATE TABLE row(id TEXT PRIMARY KEY, createdAt INTEGER, body TEXT) WITHOUT ROWID";
static const char plain_insert[] = "INSERT INTO row VALUES(?1, ?2, ?3)";
static const char indexed_table[] =
    "CREATE TABLE row(row INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, createdAt INTEGER NOT NULL,"
    " updatedAt INTEGER NOT NULL, acl TEXT, patient TEXT, medication TEXT, adherenceStatus TEXT,"
    " timestamp INTEGER) STRICT;"
    "CREATE INDEX row_medication ON row(medication);"
    "CREATE INDEX row_patient_timestamp ON row(patient, timestamp)";
static const char indexed_insert[] =
    "INSERT INTO row(id, createdAt, updatedAt, acl, patient, medication, adherenceStatus, "
    "timestamp)"
    " VALUES(?1, ?2, ?2, ' +XkNtV0KJvt role:provider', ?3, ?4, 'taken', 1748764800000)";

int main(int argc, char **argv)
{
    static const struct floor floor = {.handle = handle, .completed = completed, .suspends = true};
    static const char settings[] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                                   "PRAGMA cache_size=-6144"; /* as the server's writer */
    pthread_t writer;

    indexed = argc == 3 && strcmp(argv[2], "indexed") == 0;
    if (argc != 2 && !indexed) {
        fprintf(stderr, "usage: floor_write DATABASE [indexed]\n");
        return 2;
    }
    unlink(argv[1]);
    if (sqlite3_open(argv[1], &database) != SQLITE_OK ||
        sqlite3_exec(database, settings, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_exec(database, indexed ? indexed_table : plain_table, NULL, NULL, NULL) !=
            SQLITE_OK ||
        sqlite3_prepare_v2(database, indexed ? indexed_insert : plain_insert, -1, &insert, NULL) !=
            SQLITE_OK)
        fail();
    floor_block_signals();
    if (pthread_create(&writer, NULL, write_forever, NULL) != 0)
        return 1;
    return floor_serve(&floor);
}
