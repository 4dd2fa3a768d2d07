/* backup_command.c - see backup_command.h. */
#include "program/backup_command.h"

#include "base/log.h"
#include "formats/date.h"
#include "formats/json.h"
#include "outside/transfer.h"
#include "program/backup.h"
#include "program/backup_bucket.h"
#include "program/backup_manifest.h"
#include "program/backup_prune.h"
#include "program/backup_verify.h"
#include "program/command_words.h"
#include "program/follow.h"
#include "program/follow_moment.h"
#include "program/restore.h"
#include "request/options.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    DONE = 0,
    NOT_DONE = 1,
    WRONG = 2,
    LINE_BYTES = 512,
    MOST_KEPT = 1000000,
    FOLLOWED_KEPT = 7,
    FOLLOWED_EVERY = 86400, /* seconds */
    FOLLOWED_LOG = 1 << 30, /* bytes */
    LEAST_LOG = 1 << 20
};

struct command {
    const struct app *app;
    struct options options;
    struct arena arena;
    const char *path; /* of the backups */
    bool with_keys;
    bool despite_faults;
    bool json;
    bool all;
    size_t keep; /* 0: all */
    int64_t at;  /* ms; that of the last one: INT64_MAX */
    int64_t every_seconds;
    int64_t log_limit;                /* bytes */
    struct object_store_words bucket; /* its url is NULL where there is none */
    int64_t bucket_seconds;
};

static int print_usage(FILE *file, const char *program)
{
    fprintf(
        file,
        "usage: %s backup DIR [--keep N] [--with-keys] [--despite-faults] [--data DATA]\n"
        "       %s backup --list DIR [--format text|json]\n"
        "       %s backup --verify DIR [--at TIME | --all]\n"
        "       %s backup --follow DIR [--keep N] [--every-seconds N] [--log-limit BYTES]\n"
        "                 [--with-keys] [--despite-faults] [--data DATA]\n"
        "       %s restore DIR [--at TIME] [--despite-faults] [--data DATA]\n\n"
        "backup   copies the server's folder, beside the running server, to a backup of its own "
        "in\n"
        "         DIR, and verifies it. Files that an earlier backup in DIR has are not copied\n"
        "         again. With --keep the last N stay. The keys are in it with --with-keys only.\n"
        "--list   the backups in DIR: when, how much, with which keys.\n"
        "--verify reads every byte of the last one, or of the one of that time, or of all.\n"
        "--follow makes a backup, and puts away what the server commits, as it does, until "
        "SIGTERM\n"
        "         comes. Each day (--every-seconds) a backup is made anew; the last 7 stay "
        "(--keep).\n"
        "         The server's log may grow to 1 GB (--log-limit) when DIR cannot be written.\n"
        "restore  makes a server's folder of the last one, or of the last one by that time, or, "
        "where\n"
        "         it was followed, of that moment; DATA is an empty folder, or one that is not "
        "there yet.\n\n"
        "--bucket s3://BUCKET[/PREFIX] with backup, --follow (each second, --bucket-seconds) and "
        "restore:\n"
        "         what DIR has is put into the bucket as well; what DIR lacks is fetched from it. "
        "--endpoint\n"
        "         https://HOST, --region NAME; keys are in AWS_ACCESS_KEY_ID and "
        "AWS_SECRET_ACCESS_KEY, or in\n"
        "         --credentials FILE.\n\n"
        "Exit status: 0 done, 1 not done or does not hold, 2 wrong usage.\n",
        program, program, program, program, program);
    return file == stdout ? DONE : WRONG;
}

/* Words. */

static bool take_keep(int *argc, char **argv, size_t *keep)
{
    const char *value;
    char *end;
    long number;

    if (!command_take_value(argc, argv, "--keep", &value))
        return false;
    if (!value)
        return true;
    number = strtol(value, &end, 10);
    if (number < 1 || number > MOST_KEPT || *end) {
        fputs("--keep takes how many backups stay, 1 at least\n", stderr);
        return false;
    }
    *keep = (size_t)number;
    return true;
}

/* A number of at least `least`; the value stays as it is where the flag is not there. */
static bool take_number(int *argc, char **argv, const char *flag, int64_t least, int64_t *number)
{
    const char *value;
    char *end;

    if (!command_take_value(argc, argv, flag, &value))
        return false;
    if (!value)
        return true;
    errno = 0;
    *number = strtoll(value, &end, 10);
    if (errno == 0 && end != value && !*end && *number >= least)
        return true;
    fprintf(stderr, "%s takes a number, %" PRId64 " at least\n", flag, least);
    return false;
}

/* Where a bucket is. */
static bool take_bucket(int *argc, char **argv, struct command *command)
{
    struct object_store_words *words = &command->bucket;

    return command_take_value(argc, argv, "--bucket", &words->url) &&
           command_take_value(argc, argv, "--endpoint", &words->endpoint) &&
           command_take_value(argc, argv, "--region", &words->region) &&
           command_take_value(argc, argv, "--credentials", &words->credentials);
}

static bool take_at(int *argc, char **argv, int64_t *at)
{
    const char *value;

    *at = INT64_MAX;
    if (!command_take_value(argc, argv, "--at", &value))
        return false;
    if (!value || date_parse(text_of(value), at))
        return true;
    fputs("--at takes a time as `backup --list` shows it: 2026-11-28T07:41:32.123Z\n", stderr);
    return false;
}

/* Takes DIR, the one word that is no option nor an option's value: the first. */
static bool take_path(int *argc, char ***argv, const char **path)
{
    if (*argc < 1 || (*argv)[0][0] == '-')
        return false;
    *path = (*argv)[0];
    (*argv)++;
    (*argc)--;
    return true;
}

/* What is left are options of every command. */
static bool read_rest(struct command *command, const char *program, int argc, char **argv)
{
    if (options_read(&command->options, program, argc, argv) != OPTIONS_OK)
        return false;
    if (command->bucket.url && !transfer_init()) {
        log_error("libcurl cannot be initialised");
        return false;
    }
    json_init();
    umask(077);
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error like a full disk */
    arena_init(&command->arena);
    return true;
}

/* Whether the backup can be of that time: its log, where it has one, begins a little after it was begun. */
static bool is_by(const struct backup_folder *folder, const struct backup_name *name, int64_t at)
{
    int one;
    int64_t begins;

    if (backup_name_time(name) > at)
        return false;
    one = backup_folder_open_one(folder, name->text);
    begins = one >= 0 ? follow_moment_begin(one) : 0;
    if (one >= 0)
        close(one);
    return begins <= at;
}

/* The last backup by that time; NULL, with the reason in the log, when there is none. */
static const struct backup_name *find_one(const struct backup_folder *folder, int64_t at)
{
    for (size_t i = folder->count; i-- > 0;)
        if (is_by(folder, &folder->names[i], at))
            return &folder->names[i];
    log_error("%s has no backup%s", folder->path,
              folder->count ? " of that time or before it" : "");
    return NULL;
}

/* Puts what is in the folder into the bucket, where there is one. */
static bool put_into_bucket(struct command *command, const struct backup_folder *folder)
{
    struct backup_bucket bucket;
    bool done;

    if (!command->bucket.url)
        return true;
    done = backup_bucket_open(&bucket, command->app, &command->bucket, &command->arena) &&
           backup_bucket_put(&bucket, folder, false);
    backup_bucket_close(&bucket);
    if (done)
        printf("%s has what %s has\n", command->bucket.url, folder->path);
    else
        log_error("%s lacks some of what %s has", command->bucket.url, folder->path);
    return done;
}

/* Fetches what a restore needs from the bucket, where there is one. */
static bool fetch_from_bucket(struct command *command)
{
    struct backup_folder folder;
    struct backup_bucket bucket = {.objects = NULL};
    bool done;

    if (!command->bucket.url)
        return true;
    done = backup_folder_enter(&folder, &command->arena, command->path, command->app->name,
                               command->options.data) &&
           backup_bucket_open(&bucket, command->app, &command->bucket, &command->arena) &&
           backup_bucket_fetch(&bucket, &folder, command->at);
    backup_bucket_close(&bucket);
    backup_folder_close(&folder);
    return done;
}

/* backup DIR */

static int make(struct command *command)
{
    struct backup_folder folder;
    struct backup_order order = {.data = command->options.data,
                                 .with_keys = command->with_keys,
                                 .despite_faults = command->despite_faults};
    bool done = backup_folder_enter(&folder, &command->arena, command->path, command->app->name,
                                    command->options.data);

    if (done && !backup_make(command->app, &folder, &order)) {
        log_error("no backup was made; those in %s are as they were", command->path);
        done = false;
    }
    done = done && (!command->keep || backup_prune(&folder, command->keep, INT64_MAX)) &&
           put_into_bucket(command, &folder);
    backup_folder_close(&folder);
    return done ? DONE : NOT_DONE;
}

/* backup --follow DIR */

static int follow_on(struct command *command)
{
    struct follow_order order = {.path = command->path,
                                 .data = command->options.data,
                                 .with_keys = command->with_keys,
                                 .despite_faults = command->despite_faults,
                                 .keep = command->keep,
                                 .every_seconds = command->every_seconds,
                                 .log_limit = command->log_limit,
                                 .bucket = command->bucket.url ? &command->bucket : NULL,
                                 .bucket_seconds = command->bucket_seconds};

    return follow(command->app, &order) ? DONE : NOT_DONE;
}

/* backup --list DIR */

static void print_json(struct command *command, const char *name, const struct manifest_head *head,
                       bool has_keys, int64_t through, const char *fault)
{
    struct buffer line;

    buffer_init(&line, &command->arena, LINE_BYTES);
    buffer_add_string(&line, "{\"at\":");
    date_write_json(&line, head->at);
    buffer_add_string(&line, ",\"through\":");
    if (through)
        date_write_json(&line, through);
    else
        buffer_add_string(&line, "null");
    buffer_add_string(&line, ",\"folder\":");
    json_write_string(&line, text_of(name));
    buffer_add_string(&line, ",\"files\":");
    buffer_add_int64(&line, head->files);
    buffer_add_string(&line, ",\"bytes\":");
    buffer_add_int64(&line, head->bytes);
    buffer_add_string(&line, has_keys ? ",\"keys\":true,\"by\":" : ",\"keys\":false,\"by\":");
    json_write_string(&line, text_of(head->by));
    buffer_add_string(&line, ",\"fault\":");
    json_write_string_or_null(&line, fault ? text_of(fault) : text_none());
    buffer_add_string(&line, "}\n");
    if (!line.failed)
        fwrite(line.bytes, 1, line.length, stdout);
    arena_reset(&command->arena);
}

static bool has_keys(struct manifest_reader *reader)
{
    struct manifest_entry entry;

    while (manifest_next(reader, &entry) && entry.name[0])
        if (strcmp(entry.name, "seal-key") == 0 || strcmp(entry.name, "file-key") == 0)
            return true;
    return false;
}

static bool list_one(struct command *command, const struct backup_folder *folder,
                     const struct backup_name *name)
{
    struct manifest_reader reader = {.file = NULL};
    int one = backup_folder_open_one(folder, name->text);
    const char *fault = one >= 0 ? manifest_open(&reader, one) : "cannot be opened";
    bool keys = !fault && has_keys(&reader);
    int64_t through = !fault && reader.head.has_log ? follow_moment_through(one) : 0;
    char at[DATE_LENGTH];
    char until[DATE_LENGTH + 1] = "-";

    reader.head.at = backup_name_time(name);
    date_format(reader.head.at, at);
    if (through)
        date_format(through, until);
    if (command->json)
        print_json(command, name->text, &reader.head, keys, through, fault);
    else if (fault)
        printf("%.*s  %s\n", (int)DATE_LENGTH, at, fault);
    else
        printf("%.*s  %-*s  %8" PRId64 "  %14" PRId64 "  %-7s  %s\n", (int)DATE_LENGTH, at,
               (int)DATE_LENGTH, until, reader.head.files, reader.head.bytes,
               keys ? "with" : "without", reader.head.by);
    manifest_close(&reader);
    if (one >= 0)
        close(one);
    return !fault;
}

static int list(struct command *command)
{
    struct backup_folder folder;
    bool done = backup_folder_open(&folder, &command->arena, command->path, command->app->name);

    if (done && !command->json)
        printf("%-*s  %-*s  %8s  %14s  %-7s  %s\n", (int)DATE_LENGTH, "at", (int)DATE_LENGTH,
               "followed until", "files", "bytes", "keys", "by");
    for (size_t i = 0; i < folder.count; i++)
        done = list_one(command, &folder, &folder.names[i]) && done;
    backup_folder_close(&folder);
    return done ? DONE : NOT_DONE;
}

/* backup --verify DIR */

static bool verify_one(struct command *command, const struct backup_folder *folder,
                       const struct backup_name *name)
{
    struct backup_verdict verdict;

    backup_verify(command->app, folder, name->text, BACKUP_WHOLE, &verdict);
    printf("%s/%s %s\n", folder->path, name->text,
           verdict.damage   ? "does not hold"
           : verdict.faults ? "holds; the data in it have faults"
                            : "holds");
    return !verdict.damage && !verdict.faults;
}

static int verify(struct command *command)
{
    struct backup_folder folder;
    const struct backup_name *name;
    bool done = backup_folder_open(&folder, &command->arena, command->path, command->app->name);

    if (done && (!command->all || !folder.count)) {
        name = find_one(&folder, command->at);
        done = name && verify_one(command, &folder, name);
    } else if (done) {
        for (size_t i = 0; i < folder.count; i++)
            done = verify_one(command, &folder, &folder.names[i]) && done;
    }
    backup_folder_close(&folder);
    return done ? DONE : NOT_DONE;
}

int backup_command(const struct app *app, const char *program, int argc, char **argv)
{
    static struct command command;
    bool lists = command_take_switch(&argc, argv, "--list");
    bool verifies = command_take_switch(&argc, argv, "--verify");
    bool follows = command_take_switch(&argc, argv, "--follow");
    int status;

    command = (struct command){.app = app,
                               .keep = follows ? FOLLOWED_KEPT : 0,
                               .every_seconds = FOLLOWED_EVERY,
                               .log_limit = FOLLOWED_LOG,
                               .bucket_seconds = 1};
    if (command_take_switch(&argc, argv, "--help"))
        return print_usage(stdout, program);
    if (verifies)
        command.all = command_take_switch(&argc, argv, "--all");
    if (!lists && !verifies) {
        command.with_keys = command_take_switch(&argc, argv, "--with-keys");
        command.despite_faults = command_take_switch(&argc, argv, "--despite-faults");
    }
    if ((lists && verifies) || (follows && (lists || verifies)) ||
        (lists && !command_take_format(&argc, argv, &command.json)) ||
        (verifies && !take_at(&argc, argv, &command.at)) ||
        (!lists && !verifies && !take_keep(&argc, argv, &command.keep)) ||
        (!lists && !verifies && !take_bucket(&argc, argv, &command)) ||
        (follows && !take_number(&argc, argv, "--bucket-seconds", 1, &command.bucket_seconds)) ||
        (follows && (!take_number(&argc, argv, "--every-seconds", 1, &command.every_seconds) ||
                     !take_number(&argc, argv, "--log-limit", LEAST_LOG, &command.log_limit))) ||
        !take_path(&argc, &argv, &command.path))
        return print_usage(stderr, program);
    if (!read_rest(&command, program, argc, argv))
        return WRONG;
    status = lists      ? list(&command)
             : verifies ? verify(&command)
             : follows  ? follow_on(&command)
                        : make(&command);
    arena_release(&command.arena);
    return status;
}

int restore_command(const struct app *app, const char *program, int argc, char **argv)
{
    static struct command command;
    struct backup_folder folder = {.folder = -1, .files = -1, .lock = -1};
    struct restore_order order;
    bool done;

    command = (struct command){.app = app};
    if (command_take_switch(&argc, argv, "--help"))
        return print_usage(stdout, program);
    command.despite_faults = command_take_switch(&argc, argv, "--despite-faults");
    if (!take_at(&argc, argv, &command.at) || !take_bucket(&argc, argv, &command) ||
        !take_path(&argc, &argv, &command.path))
        return print_usage(stderr, program);
    if (!read_rest(&command, program, argc, argv))
        return WRONG;
    order = (struct restore_order){
        .data = command.options.data, .at = command.at, .despite_faults = command.despite_faults};
    done = fetch_from_bucket(&command) &&
           backup_folder_open(&folder, &command.arena, command.path, app->name) &&
           (order.name = find_one(&folder, command.at)) && restore(app, &folder, &order);
    backup_folder_close(&folder);
    arena_release(&command.arena);
    return done ? DONE : NOT_DONE;
}
