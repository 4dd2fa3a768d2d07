/* doctor_database.c - the checks of doctor.h that read the database. */
#include "program/doctor.h"

#include "formats/date.h"
#include "guard/audit_head.h"
#include "model/class.h"
#include "outside/outbox_rows.h"
#include "program/audit_verify.h"
#include "program/migrate.h"
#include "store/sql.h"

#include <stdio.h>

enum { MINUTE = 60000 /* ms */, LATE_MINUTES = 60 };

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

/* Mails and webhooks. */

static bool count_outbox(struct doctor *doctor, struct outbox_counts *counts, int64_t *held)
{
    struct context context = {.arena = doctor->arena};
    bool is_there;

    *counts = (struct outbox_counts){.waiting = {0}};
    *held = 0;
    return outbox_is_in(&context, doctor->store, &is_there) &&
           (!is_there || (outbox_count(&context, doctor->store, counts) &&
                          outbox_count_held(&context, doctor->store, held)));
}

void doctor_check_queue(struct doctor *doctor)
{
    static const char *const kinds[] = {[OUTBOX_MAIL] = "mails", [OUTBOX_WEBHOOK] = "webhooks"};
    static const char advice[] =
        "NAME-server queue list says why; queue retry and drop see to them.";
    struct outbox_counts counts;
    int64_t held;
    int64_t now = date_now();

    if (!doctor->is_readable)
        return;
    if (!count_outbox(doctor, &counts, &held)) {
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
    if (held)
        doctor_say(
            doctor, "queue", DOCTOR_WARNING,
            "NAME-server queue list shows them; queue release has them sent, queue drop held "
            "takes them away.",
            "%lld of them are held since a restore, as they may have been sent", (long long)held);
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
