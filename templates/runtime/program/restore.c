/* restore.c - see restore.h. */
#include "program/restore.h"

#include "accounts/erased_list.h"
#include "base/log.h"
#include "outside/outbox_rows.h"
#include "program/backup_manifest.h"
#include "program/backup_verify.h"
#include "program/data_folder.h"
#include "program/follow_restore.h"
#include "write/data_keys.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct restoring {
    const struct app *app;
    const struct backup_folder *folder;
    const struct restore_order *order;
    struct arena *arena;
    int one;   /* the backup's folder */
    int data;  /* the server's */
    int files; /* its files/ */
    struct manifest_reader manifest;
    struct follow_moment moment; /* where a log goes on from the backup */
    int64_t at;                  /* the data are as they were then, ms */
    int64_t count;               /* of files, and their bytes */
    int64_t bytes;
};

static bool is_accepted(const struct restoring *restoring, const struct backup_verdict *verdict)
{
    const char *name = restoring->order->name->text;

    if (verdict->damage)
        log_error(
            "nothing is restored from %s/%s: `backup --list` shows the others, and --at names "
            "one",
            restoring->folder->path, name);
    else if (verdict->faults && !restoring->order->despite_faults)
        log_error("the data in %s/%s had %" PRId64 " faults when they were backed up: restore an "
                  "earlier one, or this one with --despite-faults",
                  restoring->folder->path, name, verdict->faults);
    return !verdict->damage && (!verdict->faults || restoring->order->despite_faults);
}

/* The manifest may be another one than that which was verified: its names are asked again, and its sums. */
static bool copy_one(int from, const char *name, int to, const struct manifest_entry *entry)
{
    struct file_digest digest;

    if (!whole_file_copy_of(from, name, to, name, &digest))
        return false;
    if (memcmp(digest.sha256, entry->sha256, FILE_HASH_BYTES) == 0)
        return true;
    log_error("%s was changed while it was copied", name);
    return false;
}

/* The files of the backup, the database among them. */
static bool copy_own(struct restoring *restoring)
{
    struct manifest_entry entry;
    bool done = true;

    manifest_rewind(&restoring->manifest);
    while (done && manifest_next(&restoring->manifest, &entry) && !entry.id[0])
        done = backup_may_have(restoring->app, entry.name) &&
               copy_one(restoring->one, entry.name, restoring->data, &entry);
    return done && fsync(restoring->data) == 0;
}

/* The shared files, and then those. */
static bool copy_all(struct restoring *restoring)
{
    struct manifest_entry entry;
    bool done = true;

    while (done && manifest_next(&restoring->manifest, &entry))
        if (entry.id[0])
            done = copy_one(restoring->folder->files, entry.id, restoring->files, &entry);
    if (done && !manifest_is_read(&restoring->manifest)) {
        log_error("the manifest cannot be read");
        done = false;
    }
    restoring->at = restoring->manifest.head.at;
    restoring->count = restoring->manifest.head.files;
    restoring->bytes = restoring->manifest.head.bytes;
    return done && fsync(restoring->files) == 0 && copy_own(restoring);
}

/* The database as it was at the moment, and the files that it names then. */
static bool copy_followed(struct restoring *restoring)
{
    struct follow_restore followed = {
        .app = restoring->app,
        .data = restoring->order->data,
        .folder = restoring->data,
        .to = restoring->files,
        .from = restoring->folder->files,
        .despite_faults = restoring->order->despite_faults,
    };
    bool done = copy_own(restoring) &&
                follow_restore(&followed, restoring->one, &restoring->moment, &restoring->manifest);

    restoring->at = restoring->moment.at;
    restoring->count = followed.files;
    restoring->bytes = followed.bytes;
    return done;
}

/* Where a log goes on from the backup: whether the moment that was asked for is there. */
static bool find_moment(struct restoring *restoring)
{
    const struct manifest_head *head = &restoring->manifest.head;
    struct follow_records records;
    char fault[FOLLOW_FAULT];
    bool found;

    if (!head->has_log)
        return true;
    found = follow_moment_find(&records, restoring->one, head->log, restoring->order->at,
                               &restoring->moment, fault);
    follow_records_close(&records);
    if (!found)
        log_error("%s/%s %s", restoring->folder->path, restoring->order->name->text, fault);
    return found;
}

static bool open_folders(struct restoring *restoring)
{
    const char *data = restoring->order->data;

    restoring->data = open(data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (restoring->data >= 0 && mkdirat(restoring->data, "files", 0700) == 0)
        restoring->files =
            openat(restoring->data, "files", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (restoring->files < 0)
        log_error("%s/files cannot be made: %s", data, strerror(errno));
    return restoring->files >= 0;
}

/* Says which of a purpose's keys the data need and their file, if it is there, has not. One that is wrapped may have
 * them: what it holds is for the server to see. */
static void print_lacking(const struct restoring *restoring, struct store_connection *store,
                          enum key_purpose purpose)
{
    struct context context = {.arena = restoring->arena};
    const char *data = restoring->order->data;
    struct data_keys known;
    struct stat status;

    if (fstatat(restoring->data, key_purpose_file(purpose), &status, 0) == 0 ||
        !data_keys_read(&context, store, purpose, &known))
        return;
    for (size_t i = 0; i < known.count; i++)
        if (!known.keys[i].idle_at)
            printf("missing: %s/%s (fingerprint %s): put it back from where you keep the keys, "
                   "with mode 0600, before the server starts%s\n",
                   data, key_purpose_file(purpose), known.keys[i].fingerprint,
                   purpose == KEY_SESSION ? "; without, all sessions end" : "");
}

/* Says which of the keys that the data were made with are not there. */
static void print_keys(const struct restoring *restoring, struct store_connection *store)
{
    const char *data = restoring->order->data;
    struct stat status;

    for (int i = 0; i < KEY_OUTER; i++)
        print_lacking(restoring, store, (enum key_purpose)i);
    if (fstatat(restoring->data, "app-id", &status, 0) != 0)
        printf("missing: %s/app-id: name the id that clients use with --app-id\n", data);
    if (fstatat(restoring->data, "master-key", &status, 0) != 0)
        printf("missing: %s/master-key: unless you put it back, the server makes a new one\n",
               data);
}

/* What waited to be sent may have been, since the backup was made: nobody is to be written to twice unasked. */
static bool hold_queue(const struct restoring *restoring)
{
    struct context context = {.arena = restoring->arena};
    const char *reason = "out of memory";
    const char *path =
        arena_printf(restoring->arena, "%s/%s.db", restoring->order->data, restoring->app->name)
            .bytes;
    struct store_connection *store = path ? store_open(path, STORE_WRITE, &reason) : NULL;
    bool is_there = false;
    int64_t count = 0;
    bool done =
        store && outbox_is_in(&context, store, &is_there) &&
        (!is_there || (outbox_hold(&context, store) && outbox_count_held(&context, store, &count)));

    if (!done)
        log_error("the mails and webhooks that wait in %s cannot be held: %s",
                  restoring->order->data, store ? store_error(store) : reason);
    else if (count)
        printf("%" PRId64 " mails and webhooks waited then, and may have been sent since: they are "
               "held until `queue release` has them sent, or `queue drop` takes them away\n",
               count);
    store_close(store);
    return done;
}

static bool verify_copy(const struct restoring *restoring)
{
    struct backup_verdict verdict = {0};
    struct store_connection *store =
        backup_verify_database(restoring->app, restoring->order->data, &verdict);
    char at[DATE_LENGTH];
    bool good = store && !verdict.damage && (!verdict.faults || restoring->order->despite_faults);

    if (good) {
        date_format(restoring->at, at);
        printf("%s has all that was answered by %.*s: %" PRId64 " files, %" PRId64
               " bytes, verified\n",
               restoring->order->data, (int)DATE_LENGTH, at, restoring->count, restoring->bytes);
        print_keys(restoring, store);
    }
    store_close(store);
    return good;
}

static bool run(struct restoring *restoring)
{
    struct data_folder data;
    struct backup_verdict verdict;
    const char *name = restoring->order->name->text;
    const char *fault;

    backup_verify(restoring->app, restoring->folder, name, BACKUP_DEEP, &verdict);
    if (!is_accepted(restoring, &verdict))
        return false;
    restoring->one = backup_folder_open_one(restoring->folder, name);
    fault = restoring->one >= 0 ? manifest_open(&restoring->manifest, restoring->one) : "is gone";
    if (fault) {
        log_error("%s/%s %s", restoring->folder->path, name, fault);
        return false;
    }
    if (!find_moment(restoring) ||
        !data_folder_enter_to_restore(&data, restoring->arena, restoring->order->data))
        return false;
    if (open_folders(restoring) &&
        (restoring->manifest.head.has_log ? copy_followed(restoring) : copy_all(restoring)) &&
        hold_queue(restoring) && verify_copy(restoring) &&
        erased_list_merge(restoring->arena, restoring->folder->path, restoring->order->data) &&
        data_folder_settle(&data))
        return true;
    log_error("%s is not complete, and no server starts from it: empty it, and restore again",
              restoring->order->data);
    return false;
}

bool restore(const struct app *app, const struct backup_folder *folder,
             const struct restore_order *order)
{
    struct arena arena;
    struct restoring restoring = {.app = app,
                                  .folder = folder,
                                  .order = order,
                                  .arena = &arena,
                                  .one = -1,
                                  .data = -1,
                                  .files = -1};
    bool done;

    arena_init(&arena);
    done = run(&restoring);
    manifest_close(&restoring.manifest);
    if (restoring.one >= 0)
        close(restoring.one);
    if (restoring.files >= 0)
        close(restoring.files);
    if (restoring.data >= 0)
        close(restoring.data);
    arena_release(&arena);
    return done;
}
