/* doctor_command.c - see doctor_command.h. Each check is a row of the table. */
#include "program/doctor_command.h"

#include "base/log.h"
#include "formats/json.h"
#include "program/command_words.h"
#include "program/data_folder.h"
#include "program/doctor.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEFAULT_BACKUP_HOURS = 36, USAGE = 3, OUTPUT_BYTES = 4096 };

static void (*const checks[])(struct doctor *doctor) = {
    doctor_check_folder,   doctor_check_disk,       doctor_check_clock,    doctor_check_keys,
    doctor_check_database, doctor_check_migrations, doctor_check_files,    doctor_check_queue,
    doctor_check_audit,    doctor_check_backups,    doctor_check_settings,
};

static const char *const level_names[] = {
    [DOCTOR_WELL] = "well", [DOCTOR_WARNING] = "warning", [DOCTOR_BROKEN] = "broken"};

static int print_usage(const char *program)
{
    fprintf(
        stderr,
        "usage: %s doctor [--data DIR] [--backups DIR] [--backup-hours N] [--format text|json]\n"
        "           [options of serve]\n\n"
        "Looks at the keys, the folder, the disk, the clock, the database, migrations, files,\n"
        "mails and webhooks that wait, the audit trail, backups (the last one at most N hours old: "
        "36) and the settings: those\n"
        "of the server that runs over the folder, or else the options given. Nothing is changed.\n"
        "Exit status: 0 all is well, 1 there are warnings, 2 something is broken, 3 wrong usage.\n",
        program);
    return USAGE;
}

void doctor_say(struct doctor *doctor, const char *check, enum doctor_level level,
                const char *advice, const char *format, ...)
{
    struct doctor_finding *finding = arena_alloc(doctor->arena, sizeof *finding);
    va_list arguments;

    if (!finding)
        return;
    va_start(arguments, format);
    *finding = (struct doctor_finding){.check = check,
                                       .level = level,
                                       .advice = advice,
                                       .detail = arena_vprintf(doctor->arena, format, arguments)};
    va_end(arguments);
    *doctor->end = finding;
    doctor->end = &finding->next;
}

static enum doctor_level worst_of(const struct doctor *doctor)
{
    enum doctor_level worst = DOCTOR_WELL;

    for (const struct doctor_finding *at = doctor->first; at; at = at->next)
        worst = at->level > worst ? at->level : worst;
    return worst;
}

static void add_member(struct buffer *out, const char *name, struct text value)
{
    buffer_add_string(out, name);
    json_write_string(out, value);
}

static void write_json_report(struct buffer *out, const struct doctor *doctor)
{
    add_member(out, "{\"status\":", text_of(level_names[worst_of(doctor)]));
    buffer_add_string(out, ",\"checks\":[");
    for (const struct doctor_finding *at = doctor->first; at; at = at->next) {
        add_member(out, at == doctor->first ? "{\"check\":" : ",{\"check\":", text_of(at->check));
        add_member(out, ",\"status\":", text_of(level_names[at->level]));
        add_member(out, ",\"detail\":", at->detail);
        if (at->advice)
            add_member(out, ",\"advice\":", text_of(at->advice));
        buffer_add_char(out, '}');
    }
    buffer_add_string(out, "]}\n");
}

static void add_padded(struct buffer *out, const char *word, size_t width)
{
    buffer_add_string(out, word);
    for (size_t length = strlen(word); length < width; length++)
        buffer_add_char(out, ' ');
}

static void write_text_report(struct buffer *out, const struct doctor *doctor)
{
    for (const struct doctor_finding *at = doctor->first; at; at = at->next) {
        add_padded(out, level_names[at->level], 9);
        add_padded(out, at->check, 12);
        buffer_add_text(out, at->detail);
        if (at->advice) {
            buffer_add_string(out, "\n                     ");
            buffer_add_string(out, at->advice);
        }
        buffer_add_char(out, '\n');
    }
}

/* Whether somebody has the database open, or there is more to it than the file. */
static bool is_open(const struct doctor *doctor)
{
    const char *log = arena_printf(doctor->arena, "%s-wal", doctor->database).bytes;
    struct stat status;

    return doctor_find_server(doctor) || (log && stat(log, &status) == 0 && status.st_size > 0);
}

static bool has_folder(const struct doctor *doctor)
{
    return access(doctor->data, F_OK) == 0;
}

static void examine(struct doctor *doctor, const char *program, bool still)
{
    const char *reason = "out of memory";

    doctor->first = NULL;
    doctor->end = &doctor->first;
    doctor->is_readable = false;
    doctor->server = doctor_find_server(doctor);
    doctor_take_options(doctor, program);
    doctor->store = NULL;
    if (access(doctor->database, F_OK) == 0)
        doctor->store = store_open(doctor->database, still ? STORE_STILL : STORE_INSPECT, &reason);
    /* Of a folder that is not there no more is to be said. */
    for (size_t i = 0; i < sizeof checks / sizeof *checks && (!i || has_folder(doctor)); i++)
        checks[i](doctor);
    store_close(doctor->store);
}

/* Where a server has begun to write while a database was looked at that nobody had open, what was seen may
 * be of several moments: it is looked at again. */
static void examine_all(struct doctor *doctor, const char *program)
{
    bool still = !is_open(doctor);

    examine(doctor, program, still);
    if (still && is_open(doctor))
        examine(doctor, program, false);
}

static bool read_order(struct doctor *doctor, int *argc, char **argv, bool *json)
{
    const char *hours;
    char *end = NULL;

    doctor->backup_hours = DEFAULT_BACKUP_HOURS;
    if (!command_take_format(argc, argv, json) ||
        !command_take_value(argc, argv, "--backups", &doctor->backups) ||
        !command_take_value(argc, argv, "--backup-hours", &hours))
        return false;
    if (hours)
        doctor->backup_hours = strtoll(hours, &end, 10);
    return !hours || (*hours && !*end && doctor->backup_hours > 0);
}

int doctor_command(const struct app *app, const char *program, int argc, char **argv)
{
    struct arena arena;
    struct doctor doctor = {.app = app, .arena = &arena};
    struct buffer out;
    bool json;
    int status;

    if (!read_order(&doctor, &argc, argv, &json))
        return print_usage(program);
    if (options_read(&doctor.options, program, argc, argv) != OPTIONS_OK)
        return USAGE;
    json_init();
    arena_init(&arena);
    doctor.data = doctor.options.data;
    doctor.database = arena_printf(&arena, "%s/%s.db", doctor.data, app->name).bytes;
    buffer_init(&out, &arena, OUTPUT_BYTES);
    log_keep(doctor.message, sizeof doctor.message);
    if (doctor.database)
        examine_all(&doctor, program);
    log_keep(NULL, 0);
    status = (int)worst_of(&doctor);
    (json ? write_json_report : write_text_report)(&out, &doctor);
    if (!doctor.database || out.failed || arena.failed ||
        fwrite(out.bytes, 1, out.length, stdout) != out.length || fflush(stdout) != 0) {
        fputs("the report could not be written\n", stderr);
        status = DOCTOR_BROKEN;
    }
    arena_release(&arena);
    return status;
}
