/* doctor_database.c - the checks of doctor.h that read the database. */
#include "program/doctor.h"

#include "files/file_name.h"
#include "files/file_record.h"
#include "formats/date.h"
#include "guard/audit_head.h"
#include "model/class.h"
#include "outside/outbox_rows.h"
#include "program/audit_verify.h"
#include "program/migrate.h"
#include "store/sql.h"

#include <stdio.h>
#include <sys/stat.h>

enum { FILES_AT_ONCE = 1000, MINUTE = 60000 /* ms */, LATE_MINUTES = 60 };

/* The first of the engine's findings, and how many there are. */
static bool read_findings(struct doctor *doctor, struct text *first, size_t *count)
{
    struct context context = {.arena = doctor->arena};
    struct store_statement *rows =
        sql_statement(&context, doctor->store, "PRAGMA integrity_check", NULL);
    bool found;
    bool done;

    *count = 0;
    while ((done = sql_next(&context, rows, &found)) && found) {
        struct text finding = store_column_text(rows, 0);
        if (text_is(finding, "ok"))
            continue;
        if (!(*count)++)
            *first = arena_copy(doctor->arena, finding);
    }
    store_release(rows);
    return done;
}

void doctor_check_database(struct doctor *doctor)
{
    static const char advice[] =
        "Stop the server, keep the folder as it is, and restore the last backup that verifies.";
    struct text finding = text_of("");
    size_t count;

    doctor->message[0] = '\0';
    if (!doctor->store)
        doctor_say(doctor, "database", DOCTOR_BROKEN, advice, "%s cannot be opened",
                   doctor->database);
    else if (!read_findings(doctor, &finding, &count))
        doctor_say(doctor, "database", DOCTOR_BROKEN, advice, "%s cannot be read: %s",
                   doctor->database, store_error(doctor->store));
    else if (count)
        doctor_say(doctor, "database", DOCTOR_BROKEN, advice, "%s is damaged: %.*s (%zu findings)",
                   doctor->database, TEXT_PRINTED(finding), count);
    else
        doctor->is_readable = true;
    if (doctor->is_readable)
        doctor_say(doctor, "database", DOCTOR_WELL, NULL, "whole, by SQLite's integrity_check");
}

void doctor_check_migrations(struct doctor *doctor)
{
    struct migration_state state;

    if (!doctor->is_readable)
        return;
    doctor->message[0] = '\0';
    if (!migration_state_read(doctor->app, doctor->store, &state))
        doctor_say(doctor, "migrations", DOCTOR_BROKEN, NULL, "%s", doctor->message);
    else if (state.applied < state.known || !state.is_own_complete)
        doctor_say(doctor, "migrations", DOCTOR_WARNING,
                   "NAME-server migrate --rehearse tries them on a copy; the next start applies "
                   "them.",
                   "%d of the app's %d are applied%s", state.applied, state.known,
                   state.is_own_complete ? "" : ", and the server's own are pending");
    else
        doctor_say(doctor, "migrations", DOCTOR_WELL, NULL, "all %d are applied", state.known);
}

/* Files. */

static bool has_contents(const struct doctor *doctor, struct arena *arena, struct text name)
{
    struct text id = file_record_id(name);
    const char *path = arena_printf(arena, "%s/files/%.*s", doctor->data, TEXT_PRINTED(id)).bytes;
    struct stat status;

    return path && stat(path, &status) == 0 && status.st_size > 0;
}

/* Those behind a name, some of them: which were looked at last, how many, and how many have no contents. */
static bool look_at_files(const struct doctor *doctor, struct arena *arena, struct text *after,
                          size_t *looked_at, uint64_t *missing)
{
    struct context context = {.arena = arena};
    struct store_statement *rows = sql_statement(
        &context, doctor->store,
        "SELECT \"name\" FROM \"_File\" WHERE \"name\" > ?1 ORDER BY \"name\" LIMIT ?2",
        SQL_VALUES(sql_text(*after), sql_int64(FILES_AT_ONCE)));
    struct text last = *after;
    bool found;
    bool done;

    *looked_at = 0;
    while ((done = sql_next(&context, rows, &found)) && found) {
        ++*looked_at;
        last = arena_copy(doctor->arena, store_column_text(rows, 0));
        *missing += !has_contents(doctor, arena, last);
    }
    store_release(rows);
    *after = last;
    return done && last.bytes;
}

void doctor_check_files(struct doctor *doctor)
{
    struct text after = text_of("");
    uint64_t count = 0;
    uint64_t missing = 0;
    size_t looked_at;
    struct arena arena;
    bool done;

    if (!doctor->is_readable)
        return;
    arena_init(&arena);
    do {
        done = look_at_files(doctor, &arena, &after, &looked_at, &missing);
        count += looked_at;
        arena_reset(&arena);
    } while (done && looked_at == FILES_AT_ONCE);
    arena_release(&arena);
    if (!done)
        doctor_say(doctor, "files", DOCTOR_BROKEN, NULL, "the list of files cannot be read: %s",
                   store_error(doctor->store));
    else if (missing)
        doctor_say(doctor, "files", DOCTOR_BROKEN,
                   "Put their contents back from a backup's files/.",
                   "%llu of %llu files have no contents", (unsigned long long)missing,
                   (unsigned long long)count);
    else
        doctor_say(doctor, "files", DOCTOR_WELL, NULL, "%llu, none without contents",
                   (unsigned long long)count);
}

static bool count_outbox(struct doctor *doctor, struct outbox_counts *counts)
{
    struct context context = {.arena = doctor->arena};
    bool is_there;

    *counts = (struct outbox_counts){.waiting = {0}};
    /* A database that is still to be migrated has none. */
    return sql_exists(&context,
                      sql_statement(&context, doctor->store,
                                    "SELECT 1 FROM sqlite_schema WHERE \"name\" = '_Outbox'", NULL),
                      &is_there) &&
           (!is_there || outbox_count(&context, doctor->store, counts));
}

void doctor_check_queue(struct doctor *doctor)
{
    static const char *const kinds[] = {[OUTBOX_MAIL] = "mails", [OUTBOX_WEBHOOK] = "webhooks"};
    static const char advice[] =
        "NAME-server queue list says why; queue retry and drop see to them.";
    struct outbox_counts counts;
    int64_t now = date_now();

    if (!doctor->is_readable)
        return;
    if (!count_outbox(doctor, &counts)) {
        doctor_say(doctor, "queue", DOCTOR_BROKEN, NULL, "the outbox cannot be read: %s",
                   store_error(doctor->store));
        return;
    }
    for (int kind = 0; kind < OUTBOX_KINDS; kind++) {
        int64_t minutes = counts.oldest[kind] ? (now - counts.oldest[kind]) / MINUTE : 0;
        bool is_late = minutes >= LATE_MINUTES;
        doctor_say(doctor, "queue", is_late || counts.given_up[kind] ? DOCTOR_WARNING : DOCTOR_WELL,
                   is_late || counts.given_up[kind] ? advice : NULL,
                   "%lld %s wait, the oldest for %lld minutes, and %lld were given up",
                   (long long)counts.waiting[kind], kinds[kind], (long long)minutes,
                   (long long)counts.given_up[kind]);
    }
}

void doctor_check_audit(struct doctor *doctor)
{
    struct context context = {.arena = doctor->arena};
    struct audit_head head = {0};
    int64_t faults;

    if (!doctor->app->is_audited || !doctor->is_readable)
        return;
    faults = audit_verify(doctor->app, &context, doctor->store, doctor->data, NULL, NULL);
    context = (struct context){.arena = doctor->arena};
    if (faults)
        doctor_say(doctor, "audit", DOCTOR_BROKEN,
                   "NAME-server audit verify names them: somebody may have changed the trail.",
                   "the audit trail has %lld faults", (long long)faults);
    else if (audit_head_find(&context, doctor->store, &head))
        doctor_say(doctor, "audit", DOCTOR_WELL, NULL,
                   "the trail's %lld entries are those that were entered", (long long)head.number);
}
