/* doctor.h - what `NAME-server doctor` has found, and the checks that find it.
 *
 * A check looks at one thing and says what it found, well or not. Nothing is changed, and a server may run
 * over the folder meanwhile. */
#ifndef RUNTIME_PROGRAM_DOCTOR_H
#define RUNTIME_PROGRAM_DOCTOR_H

#include "base/buffer.h"
#include "request/options.h"
#include "store/store.h"

struct app;

enum doctor_level { DOCTOR_WELL, DOCTOR_WARNING, DOCTOR_BROKEN };

struct doctor_finding {
    const char *check;
    enum doctor_level level;
    struct text detail;
    const char *advice; /* NULL: none is needed */
    struct doctor_finding *next;
};

struct doctor {
    const struct app *app;
    struct arena *arena;
    const char *data;
    const char *database;   /* path */
    struct options options; /* of the server: those that it runs with, or the command's own */
    long server;            /* the process that serves the folder; 0: none does */
    bool knows_options;     /* they are those of the server that runs */
    const char *backups;    /* folder; NULL: not named */
    int64_t backup_hours;   /* how old the last one may be */
    struct store_connection *store; /* NULL: it cannot be opened */
    bool is_readable;               /* the database is one, as far as was seen */
    char message[1024];             /* what the log would have, of the last that failed */
    struct doctor_finding *first;
    struct doctor_finding **end;
};

/* Notes what was found. */
void doctor_say(struct doctor *doctor, const char *check, enum doctor_level level,
                const char *advice, const char *format, ...) __attribute__((format(printf, 5, 6)));

/* The process that holds the folder's lock; 0: none does, or it cannot be seen. */
long doctor_find_server(const struct doctor *doctor);

/* Takes up the options that the process was started with, as far as it lets itself be looked at. */
void doctor_take_options(struct doctor *doctor, const char *program);

/* The checks, in their order. */
void doctor_check_folder(struct doctor *doctor);
void doctor_check_disk(struct doctor *doctor);
void doctor_check_clock(struct doctor *doctor);
void doctor_check_keys(struct doctor *doctor);
void doctor_check_database(struct doctor *doctor);
void doctor_check_migrations(struct doctor *doctor);
void doctor_check_files(struct doctor *doctor);
void doctor_check_queue(struct doctor *doctor);
void doctor_check_audit(struct doctor *doctor);
void doctor_check_backups(struct doctor *doctor);
void doctor_check_settings(struct doctor *doctor);

#endif
