/* backup_verify.c - see backup_verify.h. */
#include "program/backup_verify.h"

#include "base/log.h"
#include "files/file_record.h"
#include "files/file_store.h"
#include "program/audit_verify.h"
#include "program/files_bucket.h"
#include "program/follow_format.h"
#include "program/follow_moment.h"
#include "program/migrate.h"
#include "store/sql.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const struct backup_part backup_parts[] = {
    {"audit-head", false}, {"app-id", false},   {FILES_BUCKET_FILE, false}, {"seal-key", true},
    {"file-key", true},    {"audit-key", true}, {"session-key", true},      {"master-key", true},
};
const size_t backup_part_count = sizeof backup_parts / sizeof *backup_parts;

enum { MESSAGE_LIMIT = 512, SAID = 20 };

struct verification {
    const struct app *app;
    const struct backup_folder *folder;
    const char *name;
    int one;
    enum backup_depth depth;
    struct manifest_reader manifest;
    struct backup_verdict *verdict;
};

/* A backup that is lost as a whole has as many faults as files: the first ones are said. */
__attribute__((format(printf, 3, 4))) static void say(const struct verification *verification,
                                                      int64_t *count, const char *format, ...)
{
    char message[MESSAGE_LIMIT];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (++*count <= SAID)
        log_error("%s/%s %s", verification->folder->path, verification->name, message);
    else if (*count == SAID + 1)
        log_error("%s/%s has more such faults", verification->folder->path, verification->name);
}

/* The database. */

static void check_integrity(struct context *context, struct store_connection *store,
                            const char *path, struct backup_verdict *verdict)
{
    struct store_statement *rows = sql_statement(context, store, "PRAGMA integrity_check", NULL);
    bool found;
    bool done;

    while ((done = sql_next(context, rows, &found)) && found) {
        struct text finding = store_column_text(rows, 0);
        if (text_is(finding, "ok"))
            continue;
        verdict->damage++;
        log_error("the database in %s is damaged: %.*s", path, TEXT_PRINTED(finding));
    }
    if (!done) {
        verdict->damage++;
        log_error("the database in %s cannot be read: %s", path, store_error(store));
    }
    store_release(rows);
}

struct store_connection *backup_verify_database(const struct app *app, const char *path,
                                                struct backup_verdict *verdict)
{
    const char *reason = "out of memory";
    struct migration_state state;
    struct arena arena;
    struct context context = {.arena = &arena};
    struct store_connection *store;
    const char *database;

    arena_init(&arena);
    database = arena_printf(&arena, "%s/%s.db", path, app->name).bytes;
    store = database ? store_open(database, STORE_INSPECT, &reason) : NULL;
    if (!store) {
        verdict->damage++;
        log_error("%s/%s.db cannot be opened: %s", path, app->name, reason);
    } else if (!migration_state_read(app, store, &state)) {
        verdict->damage++;
    } else {
        check_integrity(&context, store, path, verdict);
        if (verdict->damage == 0 && app->is_audited)
            verdict->faults += audit_verify(app, &context, store, path, NULL, stdout);
    }
    arena_release(&arena);
    return store;
}

/* The files of the manifest. */

bool backup_may_have(const struct app *app, const char *name)
{
    size_t length = strlen(app->name);
    size_t i = 0;

    if (strncmp(name, app->name, length) == 0 && strcmp(name + length, ".db") == 0)
        return true;
    while (i < backup_part_count && strcmp(backup_parts[i].name, name) != 0)
        i++;
    return i < backup_part_count;
}

static void check_digest(const struct verification *verification, int folder, const char *name,
                         const char *shown, const struct manifest_entry *entry)
{
    int64_t *damage = &verification->verdict->damage;
    struct file_digest digest;

    if (!file_digest_read(folder, name, &digest))
        say(verification, damage, "lacks %s: %s", shown, strerror(errno));
    else if (memcmp(digest.sha256, entry->sha256, FILE_HASH_BYTES) != 0)
        say(verification, damage, "is damaged: %s is not what was backed up", shown);
}

static void check_shared(const struct verification *verification,
                         const struct manifest_entry *entry)
{
    char shown[FILE_ID_LENGTH + sizeof MANIFEST_SHARED];
    struct stat status;

    snprintf(shown, sizeof shown, "%s%s", MANIFEST_SHARED, entry->id);
    if (verification->depth != BACKUP_NEW)
        check_digest(verification, verification->folder->files, entry->id, shown, entry);
    else if (fstatat(verification->folder->files, entry->id, &status, AT_SYMLINK_NOFOLLOW) != 0)
        say(verification, &verification->verdict->damage, "lacks %s: %s", shown, strerror(errno));
}

/* All files that the manifest names; whether the database is among them. */
static bool check_files(struct verification *verification)
{
    struct manifest_entry entry;
    bool has_database = false;

    while (manifest_next(&verification->manifest, &entry)) {
        if (entry.id[0]) {
            check_shared(verification, &entry);
        } else if (!backup_may_have(verification->app, entry.name)) {
            say(verification, &verification->verdict->damage, "has %s, which no backup has",
                entry.name);
        } else {
            check_digest(verification, verification->one, entry.name, entry.name, &entry);
            has_database = has_database || strstr(entry.name, ".db");
        }
    }
    if (!manifest_is_read(&verification->manifest))
        say(verification, &verification->verdict->damage, "has a manifest that cannot be read");
    if (!has_database)
        say(verification, &verification->verdict->damage, "has no database");
    return has_database;
}

/* The files that the database names. */

static void check_named(const struct verification *verification, struct text name, bool is_there,
                        int64_t size)
{
    char id[FILE_ID_LENGTH + 1] = "";
    struct stat status;

    memcpy(id, name.bytes, FILE_ID_LENGTH);
    /* It is in the bucket, which the doctor looks at. */
    if (!is_there && files_bucket_is_noted(verification->one))
        return;
    if (!is_there)
        say(verification, &verification->verdict->faults,
            "has no contents of the file %.*s: they were missing in the server's folder",
            TEXT_PRINTED(name));
    else if (fstatat(verification->folder->files, id, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
             status.st_size != file_store_size_on_disk(size))
        say(verification, &verification->verdict->damage, "is damaged: %s%s is not whole",
            MANIFEST_SHARED, id);
}

/* Where they are read to. */
struct naming {
    struct verification *verification;
    struct manifest_entry entry;
};

static bool check_one(void *state, struct text name, int64_t size)
{
    struct naming *naming = state;
    struct verification *verification = naming->verification;

    if (!file_name_is_stored(name))
        say(verification, &verification->verdict->damage, "names a file that has no name");
    else
        check_named(verification, name,
                    manifest_find(&verification->manifest, &naming->entry, file_record_id(name)),
                    size);
    return true;
}

static void check_named_files(struct verification *verification, struct store_connection *store)
{
    struct naming naming = {.verification = verification};
    struct arena arena;
    struct context context = {.arena = &arena};

    arena_init(&arena);
    if (!file_record_each(&context, store, check_one, &naming))
        say(verification, &verification->verdict->damage, "has files that cannot be read: %s",
            store_error(store));
    arena_release(&arena);
}

/* The log that goes on from it. */
static void check_log(struct verification *verification)
{
    int64_t *damage = &verification->verdict->damage;
    struct follow_records records;
    struct follow_record record;
    struct follow_moment moment;
    struct follow_file file;
    char fault[FOLLOW_FAULT];

    if (!follow_moment_find(&records, verification->one, verification->manifest.head.log, INT64_MAX,
                            &moment, fault))
        say(verification, damage, "%s", fault);
    follow_records_close(&records);
    if (*damage == 0 && follow_records_open(&records, verification->one))
        while (follow_records_next(&records, &record) == FOLLOW_ONE)
            if (record.kind == FOLLOW_FILE &&
                follow_file_read(&file, records.payload, record.length)) {
                struct manifest_entry entry = {.name = ""};
                memcpy(entry.id, file.id, FILE_ID_LENGTH + 1);
                memcpy(entry.sha256, file.digest.sha256, FILE_HASH_BYTES);
                check_shared(verification, &entry);
            }
    follow_records_close(&records);
}

static void verify_opened(struct verification *verification)
{
    struct backup_verdict *verdict = verification->verdict;
    const struct manifest_head *head = &verification->manifest.head;
    struct store_connection *store;
    struct arena arena;
    const char *path;

    if (strcmp(head->app, verification->app->name) != 0) {
        say(verification, &verdict->damage, "is a backup of %s, and this is the server of %s",
            head->app, verification->app->name);
        return;
    }
    if (!check_files(verification) || verdict->damage)
        return;
    if (verification->depth == BACKUP_WHOLE && head->has_log)
        check_log(verification);
    manifest_rewind(&verification->manifest);
    arena_init(&arena);
    path = arena_printf(&arena, "%s/%s", verification->folder->path, verification->name).bytes;
    store = path ? backup_verify_database(verification->app, path, verdict) : NULL;
    if (store && !verdict->damage)
        check_named_files(verification, store);
    else if (!path)
        verdict->damage++;
    store_close(store);
    arena_release(&arena);
}

void backup_verify(const struct app *app, const struct backup_folder *folder, const char *name,
                   enum backup_depth depth, struct backup_verdict *verdict)
{
    struct verification verification = {
        .app = app,
        .folder = folder,
        .name = name,
        .one = backup_folder_open_one(folder, name),
        .depth = depth,
        .verdict = verdict,
    };
    const char *fault;

    *verdict = (struct backup_verdict){.damage = verification.one < 0};
    if (verification.one < 0)
        return;
    fault = manifest_open(&verification.manifest, verification.one);
    if (fault)
        say(&verification, &verdict->damage, "%s", fault);
    else
        verify_opened(&verification);
    manifest_close(&verification.manifest);
    close(verification.one);
}
