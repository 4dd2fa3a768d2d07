/* follow_restore.c - see follow_restore.h. */
#include "program/follow_restore.h"

#include "base/log.h"
#include "base/write_all.h"
#include "files/file_record.h"
#include "files/file_store.h"
#include "program/files_bucket.h"
#include "program/follow_format.h"
#include "store/sql.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    FIRST_NAMED = 1024,
    JOURNAL_AT = 18, /* in a database: two bytes that say whether it has a log beside it */
    JOURNAL_OTHER = 1
};

/* The database. */

static uint32_t big_endian(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* Each frame is a page as it became; the last one of a commit says how many pages there are. */
static bool write_frames(struct follow_restore *restore, int database, const unsigned char *payload,
                         uint64_t length)
{
    struct follow_frames frames;
    uint64_t frame;

    if (!follow_frames_read(&frames, payload, length)) {
        errno = EBADMSG;
        return false;
    }
    if (frames.audit.number)
        restore->audit = frames.audit;
    frame = TAIL_FRAME_HEAD + (uint64_t)frames.page_bytes;
    for (uint64_t at = FOLLOW_FRAMES_HEAD; at < length; at += frame) {
        uint32_t page = big_endian(payload + at);
        uint32_t pages = big_endian(payload + at + 4);
        if (page == 0 ||
            !write_all_at(database, payload + at + TAIL_FRAME_HEAD, frames.page_bytes,
                          (int64_t)(page - 1) * frames.page_bytes) ||
            (pages && ftruncate(database, (int64_t)pages * frames.page_bytes) != 0))
            return false;
    }
    return true;
}

static bool add_named(struct follow_restore *restore, const unsigned char *payload, uint64_t length)
{
    struct follow_file file;

    if (!follow_file_read(&file, payload, length))
        return false;
    if (restore->count == restore->capacity) {
        size_t larger = restore->capacity ? restore->capacity * 2 : FIRST_NAMED;
        void *moved = realloc(restore->named, larger * sizeof *restore->named);
        if (!moved)
            return false;
        restore->named = moved;
        restore->capacity = larger;
    }
    restore->named[restore->count++] = file;
    return true;
}

static int compare(const void *a, const void *b)
{
    return memcmp(((const struct follow_file *)a)->id, ((const struct follow_file *)b)->id,
                  FILE_ID_LENGTH);
}

static bool write_records(struct follow_restore *restore, int database,
                          struct follow_records *records, const struct follow_moment *moment)
{
    struct follow_record record = {.number = 0};
    bool done = true;

    while (done && record.number < moment->record) {
        done = follow_records_next(records, &record) == FOLLOW_ONE;
        if (done && record.kind == FOLLOW_FRAMES)
            done = write_frames(restore, database, records->payload, record.length);
        else if (done && record.kind == FOLLOW_FILE)
            done = add_named(restore, records->payload, record.length);
    }
    return done;
}

static bool write_database(struct follow_restore *restore, int one,
                           const struct follow_moment *moment)
{
    const unsigned char journal[2] = {JOURNAL_OTHER, JOURNAL_OTHER};
    struct follow_records records;
    char name[MANIFEST_NAME];
    int database;
    bool done;

    snprintf(name, sizeof name, "%s.db", restore->app->name);
    database = openat(restore->folder, name, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
    done = follow_records_open(&records, one) && database >= 0 &&
           write_records(restore, database, &records, moment) &&
           write_all_at(database, journal, sizeof journal, JOURNAL_AT) && fsync(database) == 0;
    if (!done)
        log_error("the log cannot be restored: %s", strerror(errno));
    if (database >= 0)
        close(database);
    follow_records_close(&records);
    if (restore->count)
        qsort(restore->named, restore->count, sizeof *restore->named, compare);
    return done;
}

/* Its files. */

/* Where they are read to. */
struct copying {
    struct follow_restore *restore;
    struct manifest_reader *manifest;
    struct manifest_entry entry;
};

/* What the contents come to, by the backup's manifest, or by the log. */
static bool find_digest(struct copying *copying, const char *id, unsigned char *sha256)
{
    const struct follow_restore *restore = copying->restore;
    struct follow_file key = {.id = ""};
    const struct follow_file *found;

    if (manifest_find(copying->manifest, &copying->entry, text_of(id))) {
        memcpy(sha256, copying->entry.sha256, FILE_HASH_BYTES);
        return true;
    }
    memcpy(key.id, id, FILE_ID_LENGTH);
    found = restore->count
                ? bsearch(&key, restore->named, restore->count, sizeof *restore->named, compare)
                : NULL;
    if (found)
        memcpy(sha256, found->digest.sha256, FILE_HASH_BYTES);
    return found != NULL;
}

static bool copy_contents(void *state, struct text name, int64_t size)
{
    struct copying *copying = state;
    struct follow_restore *restore = copying->restore;
    unsigned char sha256[FILE_HASH_BYTES];
    struct file_digest digest;
    char id[FILE_ID_LENGTH + 1] = "";

    if (!file_name_is_stored(name))
        return false;
    memcpy(id, name.bytes, FILE_ID_LENGTH);
    if (!find_digest(copying, id, sha256)) {
        if (files_bucket_is_noted(restore->folder))
            return true;
        log_error("the contents of the file %.*s are not there", TEXT_PRINTED(name));
        return restore->despite_faults;
    }
    if (!whole_file_copy_of(restore->from, id, restore->to, id, &digest))
        return false;
    if (memcmp(digest.sha256, sha256, FILE_HASH_BYTES) != 0 ||
        digest.size != file_store_size_on_disk(size)) {
        log_error("%s%s is damaged: it is not what was put there", MANIFEST_SHARED, id);
        return false;
    }
    restore->files++;
    restore->bytes += digest.size;
    return true;
}

static bool copy_files(struct follow_restore *restore, struct store_connection *store,
                       struct manifest_reader *manifest)
{
    struct copying copying = {.restore = restore, .manifest = manifest};
    struct arena arena;
    struct context context = {.arena = &arena};
    bool done;

    arena_init(&arena);
    manifest_rewind(manifest);
    done = file_record_each(&context, store, copy_contents, &copying);
    if (context.error.code)
        log_error("the database cannot be read: %s", store_error(store));
    arena_release(&arena);
    return done && fsync(restore->to) == 0;
}

/* Its audit trail. */

/* Whether the trail has the entry that the server knew of before the last of what was written. */
static bool has_entry(const struct follow_restore *restore, struct store_connection *store)
{
    struct arena arena;
    struct context context = {.arena = &arena};
    struct text hash = {(const char *)restore->audit.hash, sizeof restore->audit.hash};
    bool found = false;

    if (!restore->app->is_audited || restore->audit.number == 0)
        return true;
    arena_init(&arena);
    if (!sql_exists(
            &context,
            sql_statement(&context, store,
                          "SELECT 1 FROM \"_AuditEntry\" WHERE \"number\" = ?1 AND \"hash\" = ?2",
                          SQL_VALUES(sql_int64(restore->audit.number), sql_bytes(hash))),
            &found))
        found = false;
    arena_release(&arena);
    if (!found)
        log_error("the audit trail lacks entry %" PRId64 ", which was there when it was followed",
                  restore->audit.number);
    return found || restore->despite_faults;
}

static bool note_trail(const struct follow_restore *restore, struct store_connection *store)
{
    struct audit_head known = {.number = 0};
    int file;
    bool done;

    if (!restore->app->is_audited)
        return true;
    file = audit_head_open(restore->data);
    if (file < 0)
        return false;
    audit_head_note(file, store, &known);
    done = fsync(file) == 0;
    return close(file) == 0 && done;
}

bool follow_restore(struct follow_restore *restore, int one, const struct follow_moment *moment,
                    struct manifest_reader *manifest)
{
    struct arena arena;
    const char *reason = "out of memory";
    struct store_connection *store = NULL;
    const char *path;
    bool done = write_database(restore, one, moment);

    arena_init(&arena);
    path = arena_printf(&arena, "%s/%s.db", restore->data, restore->app->name).bytes;
    if (done && path)
        store = store_open(path, STORE_INSPECT, &reason);
    if (done && !store)
        log_error("%s/%s.db cannot be opened: %s", restore->data, restore->app->name, reason);
    done = store && copy_files(restore, store, manifest) && has_entry(restore, store) &&
           note_trail(restore, store);
    store_close(store);
    arena_release(&arena);
    free(restore->named);
    return done;
}
