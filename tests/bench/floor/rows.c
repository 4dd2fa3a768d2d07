/* rows.c - see rows.h. */
#include "rows.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATIENTS = 100, VISIBLE = 20, HIDDEN = 5 };

#define SELECT_ROWS                                                                                \
    "SELECT id, createdAt, updatedAt, patient, medicationName, dose, distributionDate, status, "   \
    "reader FROM row "

enum { COLUMN_READER = 8 };

static const char *path;
static bool is_mapped;
static _Thread_local struct worker *this_worker;

sqlite3 *rows_open(void)
{
    static const char settings[] = "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA "
                                   "synchronous=FULL; PRAGMA cache_size=-4096;";
    sqlite3 *database;

    if (sqlite3_open_v2(path, &database,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                        NULL) != SQLITE_OK ||
        sqlite3_exec(database, settings, NULL, NULL, NULL) != SQLITE_OK ||
        (is_mapped && sqlite3_exec(database, "PRAGMA mmap_size=268435456", NULL, NULL, NULL))) {
        fprintf(stderr, "%s: %s\n", path, sqlite3_errmsg(database));
        exit(1);
    }
    return database;
}

static sqlite3_stmt *prepare(sqlite3 *database, const char *sql)
{
    sqlite3_stmt *statement;

    if (sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL)) {
        fprintf(stderr, "%s\n", sqlite3_errmsg(database));
        exit(1);
    }
    return statement;
}

struct worker *rows_worker(void)
{
    struct worker *worker = this_worker;

    if (worker)
        return worker;
    worker = calloc(1, sizeof *worker);
    if (!worker)
        exit(1);
    worker->database = rows_open();
    worker->session =
        prepare(worker->database, "SELECT user, expiresAt FROM session WHERE token = ?1");
    worker->get = prepare(worker->database, SELECT_ROWS "WHERE id = ?1");
    worker->find =
        prepare(worker->database, SELECT_ROWS "WHERE patient = ?1 ORDER BY distributionDate DESC");
    this_worker = worker;
    return worker;
}

static void add(struct worker *worker, const char *bytes, size_t length)
{
    if (length > sizeof worker->body - worker->length)
        return;
    memcpy(worker->body + worker->length, bytes, length);
    worker->length += length;
}

void rows_add(struct worker *worker, const char *string)
{
    add(worker, string, strlen(string));
}

static void add_column(struct worker *worker, const char *before, sqlite3_stmt *row, int column)
{
    const char *bytes = (const char *)sqlite3_column_text(row, column);

    rows_add(worker, before);
    add(worker, bytes ? bytes : "", (size_t)sqlite3_column_bytes(row, column));
}

static void add_row(struct worker *worker, sqlite3_stmt *row)
{
    add_column(worker, "{\"objectId\":\"", row, 0);
    add_column(worker, "\",\"createdAt\":\"", row, 1);
    add_column(worker, "\",\"updatedAt\":\"", row, 2);
    add_column(worker,
               "\",\"patient\":{\"__type\":\"Pointer\",\"className\":\"PatientProfile\","
               "\"objectId\":\"",
               row, 3);
    add_column(worker, "\"},\"medicationName\":\"", row, 4);
    add_column(worker, "\",\"dose\":\"", row, 5);
    add_column(worker, "\",\"distributionDate\":{\"__type\":\"Date\",\"iso\":\"", row, 6);
    add_column(worker, "\"},\"status\":\"", row, 7);
    add_column(worker, "\",\"ACL\":{\"", row, COLUMN_READER);
    rows_add(worker, "\":{\"read\":true},\"role:provider\":{\"read\":true,\"write\":true}}}");
}

static bool may_read(sqlite3_stmt *row, const char *user)
{
    return strcmp((const char *)sqlite3_column_text(row, COLUMN_READER), user) == 0;
}

/* Reads the session's user into `user`; false when there is no such session. */
bool rows_session(struct worker *worker, const char *token, char user[ID_LENGTH + 1])
{
    bool found;

    sqlite3_bind_text(worker->session, 1, token ? token : "", -1, SQLITE_STATIC);
    found = sqlite3_step(worker->session) == SQLITE_ROW &&
            sqlite3_column_int64(worker->session, 1) > 1700000000;
    if (found)
        snprintf(user, ID_LENGTH + 1, "%s", (const char *)sqlite3_column_text(worker->session, 0));
    sqlite3_reset(worker->session);
    return found;
}

unsigned rows_get(struct worker *worker, const char *id, const char *user)
{
    unsigned status = MHD_HTTP_NOT_FOUND;

    sqlite3_bind_text(worker->get, 1, id, -1, SQLITE_STATIC);
    if (sqlite3_step(worker->get) == SQLITE_ROW && may_read(worker->get, user)) {
        add_row(worker, worker->get);
        status = MHD_HTTP_OK;
    } else {
        rows_add(worker, "{\"code\":101,\"error\":\"Object not found.\"}");
    }
    sqlite3_reset(worker->get);
    return status;
}

unsigned rows_find(struct worker *worker, const char *user)
{
    char patient[ID_LENGTH + 1];
    int found = 0;

    snprintf(patient, sizeof patient, "P%s", user + 1);
    sqlite3_bind_text(worker->find, 1, patient, -1, SQLITE_STATIC);
    rows_add(worker, "{\"results\":[");
    while (found < VISIBLE && sqlite3_step(worker->find) == SQLITE_ROW) {
        if (!may_read(worker->find, user))
            continue;
        if (found++)
            rows_add(worker, ",");
        add_row(worker, worker->find);
    }
    rows_add(worker, "]}");
    sqlite3_reset(worker->find);
    return MHD_HTTP_OK;
}

static void seed_row(sqlite3_stmt *insert, int patient, int row)
{
    char id[ID_LENGTH + 1], profile[ID_LENGTH + 1], reader[ID_LENGTH + 1];
    char medication[40], dose[16], day[32];

    snprintf(id, sizeof id, "M%04d%05d", patient, row);
    snprintf(profile, sizeof profile, "P%09d", patient);
    snprintf(reader, sizeof reader, "%c%09d", row > VISIBLE ? 'X' : 'U', patient);
    snprintf(medication, sizeof medication, "Investigational product %d", row % 4);
    snprintf(dose, sizeof dose, "%d mg", 10 + row % 90);
    snprintf(day, sizeof day, "2025-01-%02dT08:00:00.000Z", row);
    const char *const values[] = {id, profile, medication, dose, day, reader};
    for (int i = 0; i < 6; i++)
        sqlite3_bind_text(insert, i + 1, values[i], -1, SQLITE_TRANSIENT);
    sqlite3_step(insert);
    sqlite3_reset(insert);
}

static void seed(void)
{
    static const char tables[] =
        "CREATE TABLE session(token TEXT PRIMARY KEY, user TEXT, expiresAt INTEGER) WITHOUT ROWID;"
        "CREATE TABLE row(id TEXT PRIMARY KEY, createdAt TEXT, updatedAt TEXT, patient TEXT, "
        "medicationName TEXT, dose TEXT, distributionDate TEXT, status TEXT, reader TEXT);"
        "CREATE INDEX row_patient ON row(patient, distributionDate); BEGIN";
    sqlite3 *database = rows_open();
    sqlite3_stmt *session, *row;

    if (sqlite3_exec(database, tables, NULL, NULL, NULL) != SQLITE_OK) {
        fprintf(stderr, "%s: %s\n", path, sqlite3_errmsg(database));
        exit(1);
    }
    session = prepare(database, "INSERT INTO session VALUES(printf('r:%032d', ?1), "
                                "printf('U%09d', ?1), 4000000000)");
    row = prepare(database, "INSERT INTO row VALUES(?1, '2025-01-01T00:00:00.000Z', "
                            "'2025-01-01T00:00:00.000Z', ?2, ?3, ?4, ?5, 'distributed', ?6)");
    for (int patient = 1; patient <= PATIENTS; patient++) {
        sqlite3_bind_int(session, 1, patient);
        sqlite3_step(session);
        sqlite3_reset(session);
        for (int i = 1; i <= VISIBLE + HIDDEN; i++)
            seed_row(row, patient, i);
    }
    sqlite3_finalize(session);
    sqlite3_finalize(row);
    if (sqlite3_exec(database, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
        exit(1);
    sqlite3_close(database);
}

void rows_make(const char *database, bool mapped)
{
    path = database;
    is_mapped = mapped;
    unlink(path);
    seed();
}
