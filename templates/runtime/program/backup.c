/* backup.c - see backup.h. */
#include "program/backup.h"

#include "accounts/erased_list.h"
#include "base/log.h"
#include "files/file_hold.h"
#include "files/file_record.h"
#include "files/file_store.h"
#include "guard/audit_head.h"
#include "program/backup_manifest.h"
#include "program/backup_verify.h"
#include "program/data_folder.h"
#include "program/files_bucket.h"
#include "program/migrate.h"
#include "store/sql.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct making {
    const struct app *app;
    struct backup_folder *folder;
    const struct backup_order *order;
    struct arena *arena;
    int64_t at; /* ms: everything that was answered by then is in it */
    int data;   /* the server's folder, opened */
    int held;   /* its files/ */
    int one;    /* the backup's folder */
    struct manifest_writer manifest;
    struct manifest_head first;
    struct manifest_reader
        before; /* the manifest of the backup before it, where there is one that holds */
    struct manifest_entry known; /* where that is read to */
    int64_t copied;              /* files, and their bytes */
    int64_t copied_bytes;
    int64_t in_bucket; /* files whose contents are there, and not in the backup */
};

/* The files of the backup itself. */

static bool copy_part(struct making *making, const char *name)
{
    struct file_digest digest;
    int file = openat(making->data, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    bool done;

    if (file < 0 && errno == ENOENT)
        return true;
    if (file < 0) {
        log_error("%s/%s cannot be read: %s", making->order->data, name, strerror(errno));
        return false;
    }
    done = whole_file_copy(file, making->one, name, &digest);
    close(file);
    if (done)
        manifest_add(&making->manifest, name, &digest);
    return done;
}

/* All but the end of the trail, which is taken from the copy. */
static bool copy_parts(struct making *making)
{
    for (size_t i = 0; i < backup_part_count; i++)
        if (strcmp(backup_parts[i].name, "audit-head") != 0 &&
            (!backup_parts[i].is_key || making->order->with_keys) &&
            !copy_part(making, backup_parts[i].name))
            return false;
    return true;
}

static bool add_written(struct making *making, const char *name)
{
    struct file_digest digest;

    if (file_digest_read_back(making->one, name, &digest)) {
        manifest_add(&making->manifest, name, &digest);
        return true;
    }
    log_error("%s cannot be read again: %s", name, strerror(errno));
    return false;
}

/* Where a log goes on from the copy, it is of that moment. */
static bool begin_log(struct making *making, struct store_connection *store)
{
    const struct backup_order *order = making->order;

    making->first.has_log = order->begin_log != NULL;
    return !order->begin_log ||
           order->begin_log(order->state, store, making->one, making->first.log);
}

/* The database as it is now; NULL, with the reason in the log. */
static struct store_connection *copy_database(struct making *making, const char *one)
{
    const char *reason = "out of memory";
    const char *from = data_folder_database(making->arena, making->order->data, making->app->name);
    const char *to = arena_printf(making->arena, "%s/%s.db", one, making->app->name).bytes;
    struct store_connection *store = from && to ? store_open(from, STORE_INSPECT, &reason) : NULL;
    struct migration_state state;
    bool done = store && begin_log(making, store) &&
                migration_state_read(making->app, store, &state) && store_copy(store, to);

    if (from && !store)
        log_error("%s cannot be opened: %s", from, reason);
    else if (store && !done)
        log_error("%s was not copied; is there room, and is the database whole?", from);
    store_close(store);
    store = done ? store_open(to, STORE_INSPECT, &reason) : NULL;
    if (done && !store)
        log_error("%s cannot be opened: %s", to, reason);
    return store;
}

/* Whether the copy has the entry that the trail ended with before it was made: a commit is on disk before
 * the file audit-head tells of it. */
static bool has_entry(struct making *making, struct store_connection *copy,
                      const struct audit_head *head)
{
    struct context context = {.arena = making->arena};
    struct text hash = {(const char *)head->hash, sizeof head->hash};
    bool found = false;

    if (head->number == 0)
        return true;
    if (sql_exists(
            &context,
            sql_statement(&context, copy,
                          "SELECT 1 FROM \"_AuditEntry\" WHERE \"number\" = ?1 AND \"hash\" = ?2",
                          SQL_VALUES(sql_int64(head->number), sql_bytes(hash))),
            &found) &&
        found)
        return true;
    log_error("the audit trail lacks entry %" PRId64 ", which %s/audit-head names: see `audit "
              "verify`",
              head->number, making->order->data);
    return making->order->despite_faults;
}

static bool note_trail(struct making *making, struct store_connection *copy, const char *one,
                       const struct audit_head *head)
{
    struct audit_head known = {.number = 0};
    int file;
    bool done;

    if (!making->app->is_audited)
        return true;
    if (!has_entry(making, copy, head))
        return false;
    file = audit_head_open(one);
    if (file < 0)
        return false;
    audit_head_note(file, copy, &known);
    done = fsync(file) == 0;
    done = close(file) == 0 && done;
    if (!done)
        log_error("audit-head cannot be written: %s", strerror(errno));
    return done && add_written(making, "audit-head");
}

/* The contents of files. */

/* Whether the backup before this one has the file, whole; the digest is the one that it has of it. */
static bool is_kept(struct making *making, struct text id, int64_t size, struct file_digest *digest)
{
    struct stat status;

    if (!making->before.file || !manifest_find(&making->before, &making->known, id) ||
        fstatat(making->folder->files, making->known.id, &status, AT_SYMLINK_NOFOLLOW) != 0 ||
        !S_ISREG(status.st_mode) || status.st_size != size)
        return false;
    digest->size = size;
    memcpy(digest->sha256, making->known.sha256, FILE_HASH_BYTES);
    return true;
}

/* The contents in the server's folder, opened; -1 when they are not there with all their bytes. */
static int open_contents(const struct making *making, const char *id, int64_t size)
{
    char held[sizeof FILE_HOLD_FOLDER + FILE_ID_LENGTH + 1];
    struct stat status;
    int file = openat(making->held, id, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);

    snprintf(held, sizeof held, "%s/%s", FILE_HOLD_FOLDER, id);
    /* It was removed a moment ago. */
    if (file < 0 && errno == ENOENT)
        file = openat(making->held, held, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (file >= 0 && (fstat(file, &status) != 0 || status.st_size != size)) {
        close(file);
        errno = EIO;
        file = -1;
    }
    return file;
}

static bool copy_contents(struct making *making, struct text name, int64_t size)
{
    struct text id = file_record_id(name);
    char path[FILE_ID_LENGTH + 1] = "";
    struct file_digest digest;
    int file;
    bool done;

    memcpy(path, id.bytes, FILE_ID_LENGTH);
    if (is_kept(making, id, size, &digest)) {
        manifest_add_shared(&making->manifest, path, &digest);
        return true;
    }
    file = open_contents(making, path, size);
    if (file < 0 && errno == ENOENT && files_bucket_is_noted(making->one)) {
        making->in_bucket++;
        return true;
    }
    if (file < 0) {
        log_error("%s/files/%s, the contents of %.*s, is missing or not whole: put it back from an "
                  "earlier copy, or delete the file",
                  making->order->data, path, TEXT_PRINTED(name));
        return making->order->despite_faults;
    }
    done = whole_file_copy(file, making->folder->files, path, &digest);
    close(file);
    if (done) {
        manifest_add_shared(&making->manifest, path, &digest);
        making->copied++;
        making->copied_bytes += digest.size;
    }
    return done;
}

static bool copy_one(void *state, struct text name, int64_t size)
{
    return file_name_is_stored(name) && copy_contents(state, name, file_store_size_on_disk(size));
}

static bool copy_files(struct making *making, struct store_connection *copy)
{
    struct context context = {.arena = making->arena};
    bool done = file_record_each(&context, copy, copy_one, making);

    if (context.error.code)
        log_error("the copy of the database cannot be read: %s", store_error(copy));
    return done;
}

/* All of it. */

static void open_before(struct making *making)
{
    const struct backup_folder *folder = making->folder;
    const char *fault = "";

    for (size_t i = folder->count; i-- > 0 && fault;) {
        int one = backup_folder_open_one(folder, folder->names[i].text);
        if (one < 0)
            continue;
        fault = manifest_open(&making->before, one);
        close(one);
        if (fault)
            manifest_close(&making->before);
    }
}

/* What the file says before the copy is made. It is written over while a server runs: what two readings in a
 * row say was not read in the middle of that. */
static void read_head(const struct making *making, struct audit_head *head)
{
    enum { ATTEMPTS = 100 };
    struct audit_head again = {.number = 0};
    bool same = false;

    *head = again;
    for (int i = 0; making->app->is_audited && !same && i < ATTEMPTS; i++)
        same = audit_head_read(making->order->data, head) &&
               audit_head_read(making->order->data, &again) && head->number == again.number &&
               memcmp(head->hash, again.hash, sizeof head->hash) == 0;
    if (!same)
        head->number = 0;
}

static bool fill(struct making *making, const char *one)
{
    struct audit_head head;
    struct store_connection *copy;
    char database[MANIFEST_NAME];
    bool done;

    making->first.at = making->at;
    snprintf(making->first.app, sizeof making->first.app, "%s", making->app->name);
    snprintf(making->first.by, sizeof making->first.by, "%s", making->app->generator);
    snprintf(database, sizeof database, "%s.db", making->app->name);
    read_head(making, &head);
    copy = copy_database(making, one);
    if (!copy)
        return false;
    manifest_begin(&making->manifest, making->one, &making->first);
    done = note_trail(making, copy, one, &head) && copy_parts(making) &&
           add_written(making, database) && copy_files(making, copy);
    store_close(copy);
    return manifest_end(&making->manifest) && done;
}

static bool verify(const struct making *making)
{
    struct backup_verdict verdict;

    backup_verify(making->app, making->folder, BACKUP_UNFINISHED, BACKUP_NEW, &verdict);
    if (!verdict.damage && verdict.faults && !making->order->despite_faults)
        log_error("the server's data have %" PRId64
                  " faults, and so would the backup: see to them, "
                  "or make it with --despite-faults",
                  verdict.faults);
    return !verdict.damage && (!verdict.faults || making->order->despite_faults);
}

static bool make(struct making *making)
{
    struct backup_name name = backup_folder_next_name(making->folder, &making->at);
    const char *one =
        arena_printf(making->arena, "%s/%s", making->folder->path, BACKUP_UNFINISHED).bytes;
    bool done;

    open_before(making);
    done = one && fill(making, one) && verify(making) &&
           erased_list_merge(making->arena, making->order->data, making->folder->path) &&
           backup_folder_finish(making->folder, &name);
    manifest_close(&making->before);
    if (done)
        printf("%s/%s is made and verified: %" PRId64 " files, %" PRId64 " bytes; of them %" PRId64
               " files, %" PRId64 " bytes were not in the backup before\n",
               making->folder->path, name.text, making->manifest.files, making->manifest.bytes,
               making->copied, making->copied_bytes);
    if (done && making->in_bucket)
        printf("the contents of %" PRId64 " files are in the bucket that %s/%s/" FILES_BUCKET_FILE
               " names, and not in the backup\n",
               making->in_bucket, making->folder->path, name.text);
    return done;
}

bool backup_make(const struct app *app, struct backup_folder *folder,
                 const struct backup_order *order)
{
    struct arena arena;
    struct making making = {.app = app,
                            .folder = folder,
                            .order = order,
                            .arena = &arena,
                            .at = date_now(),
                            .data = open(order->data, O_RDONLY | O_DIRECTORY | O_CLOEXEC),
                            .held = -1,
                            .one = -1};
    bool done = false;

    arena_init(&arena);
    if (making.data < 0)
        log_error("%s cannot be opened: %s", order->data, strerror(errno));
    else if ((making.held = file_hold_begin(order->data)) >= 0 &&
             (making.one = backup_folder_begin(folder)) >= 0)
        done = make(&making);
    if (making.one >= 0)
        close(making.one);
    if (making.held >= 0)
        file_hold_end(making.held);
    if (making.data >= 0)
        close(making.data);
    if (!done)
        backup_folder_give_up(folder);
    arena_release(&arena);
    return done;
}
