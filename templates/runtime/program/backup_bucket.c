/* backup_bucket.c - see backup_bucket.h. Names in a bucket become paths, so only those that a folder of backups can have
 * are taken. */
#include "program/backup_bucket.h"

#include "accounts/erased_list.h"
#include "base/log.h"
#include "program/backup_manifest.h"
#include "program/backup_verify.h"
#include "program/bucket_objects.h"
#include "program/follow_format.h"
#include "program/follow_records.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    LOGS_FETCHED = 2 /* the log of a time may be the one before the last that was begun by then */
};

bool backup_bucket_open(struct backup_bucket *bucket, const struct app *app,
                        const struct object_store_words *words, struct arena *arena)
{
    *bucket = (struct backup_bucket){.app = app};
    return object_store_open(&bucket->store, words, arena);
}

void backup_bucket_close(struct backup_bucket *bucket)
{
    free(bucket->objects);
    bucket->objects = NULL;
    bucket->count = bucket->capacity = 0;
    bucket->is_listed = false;
}

static void name_key(char key[BUCKET_KEY], const char *folder, const char *name)
{
    snprintf(key, BUCKET_KEY, "%.*s/%s", BACKUP_NAME_LENGTH, folder, name);
}

static bool put_shared(struct backup_bucket *bucket, const struct backup_folder *folder,
                       const char *id)
{
    char key[BUCKET_KEY];

    name_key(key, "files", id);
    return bucket_find(bucket, key) || bucket_put_file(bucket, folder->files, id, key);
}

/* A log. */

/* Puts the files that a segment names; `head` becomes that of its last record, or of the one before it. */
static bool put_named(struct backup_bucket *bucket, const struct backup_folder *folder, int one,
                      uint64_t segment, struct follow_head *head)
{
    struct follow_records records;
    struct follow_record record;
    struct follow_file file;
    bool done = follow_records_open_segment(&records, one, segment);

    /* The last one may have none yet. */
    if (done) {
        head->records = records.end.records;
        memcpy(head->hash, records.end.hash, sizeof head->hash);
    }
    while (done && follow_records_next(&records, &record) == FOLLOW_ONE &&
           records.end.segment == segment) {
        head->records = record.number;
        memcpy(head->hash, records.end.hash, sizeof head->hash);
        if (record.began > head->through)
            head->through = record.began;
        if (record.kind == FOLLOW_FILE && follow_file_read(&file, records.payload, record.length))
            done = put_shared(bucket, folder, file.id);
    }
    follow_records_close(&records);
    return done;
}

/* As many segments as there are, but for the last one where that is being written. */
static uint64_t count_segments(int log, bool is_written)
{
    char name[FOLLOW_SEGMENT_NAME];
    struct stat status;
    uint64_t count = 0;

    do
        follow_segment_name(++count, name);
    while (fstatat(log, name, &status, AT_SYMLINK_NOFOLLOW) == 0);
    count--;
    return is_written && count ? count - 1 : count;
}

/* What the head says, as far as it is about what is in the bucket. */
static bool put_head(struct backup_bucket *bucket, int log, const char *name,
                     struct follow_head *head)
{
    struct follow_head own;
    char text[FOLLOW_HEAD_LIMIT];
    char path[32];
    char key[BUCKET_KEY];

    if (follow_head_read(log, &own) && own.records == head->records && own.through > head->through)
        head->through = own.through;
    snprintf(path, sizeof path, "%s/head", FOLLOW_FOLDER);
    name_key(key, name, path);
    return bucket_put_text(bucket, text, (size_t)follow_head_print(head, text), key);
}

static bool put_log(struct backup_bucket *bucket, const struct backup_folder *folder, int one,
                    const char *name, bool is_written)
{
    struct follow_head head = {.records = 0};
    int log = openat(one, FOLLOW_FOLDER, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    uint64_t count = log >= 0 ? count_segments(log, is_written) : 0;
    bool done = log >= 0;

    for (uint64_t i = 1; done && i <= count; i++) {
        char segment[FOLLOW_SEGMENT_NAME];
        char path[32];
        char key[BUCKET_KEY];
        follow_segment_name(i, segment);
        snprintf(path, sizeof path, "%s/%s", FOLLOW_FOLDER, segment);
        name_key(key, name, path);
        /* One that was there when nobody wrote it any more may have grown since. */
        if (i < count && bucket_has_file(bucket, log, segment, key))
            continue;
        done =
            put_named(bucket, folder, one, i, &head) && bucket_put_file(bucket, log, segment, key);
    }
    done = done && (count == 0 || put_head(bucket, log, name, &head));
    if (log >= 0)
        close(log);
    return done;
}

/* A backup. */

static bool put_parts(struct backup_bucket *bucket, const struct backup_folder *folder, int one,
                      const char *name, struct manifest_reader *manifest)
{
    struct manifest_entry entry;
    char key[BUCKET_KEY];
    bool done = true;

    while (done && manifest_next(manifest, &entry)) {
        if (entry.id[0]) {
            done = put_shared(bucket, folder, entry.id);
        } else {
            name_key(key, name, entry.name);
            done = backup_may_have(bucket->app, entry.name) &&
                   bucket_put_file(bucket, one, entry.name, key);
        }
    }
    return done && manifest_is_read(manifest);
}

static bool put_one(struct backup_bucket *bucket, const struct backup_folder *folder,
                    const char *name, bool is_written)
{
    struct manifest_reader manifest = {.file = NULL};
    int one = backup_folder_open_one(folder, name);
    const char *fault = one >= 0 ? manifest_open(&manifest, one) : "is gone";
    char key[BUCKET_KEY];
    bool done = !fault;

    name_key(key, name, MANIFEST_FILE);
    if (fault)
        log_error("%s/%s %s", folder->path, name, fault);
    if (done && !bucket_find(bucket, key))
        done = put_parts(bucket, folder, one, name, &manifest);
    if (done && manifest.head.has_log)
        done = put_log(bucket, folder, one, name, is_written);
    done = done && bucket_put_file(bucket, one, MANIFEST_FILE, key);
    manifest_close(&manifest);
    if (one >= 0)
        close(one);
    return done;
}

/* Whether the folder has what the object is of. */
static bool is_kept(const struct backup_folder *folder, const char *key)
{
    struct backup_name name = {""};

    if (strncmp(key, "files/", 6) == 0)
        return faccessat(folder->files, key + 6, F_OK, AT_SYMLINK_NOFOLLOW) == 0 || errno != ENOENT;
    memcpy(name.text, key, strnlen(key, BACKUP_NAME_LENGTH));
    return !backup_name_is(name.text) || key[BACKUP_NAME_LENGTH] != '/' ||
           faccessat(folder->folder, name.text, F_OK, AT_SYMLINK_NOFOLLOW) == 0 || errno != ENOENT;
}

/* Manifests first. */
static bool remove_old(struct backup_bucket *bucket, const struct backup_folder *folder)
{
    for (int manifests = 1; manifests >= 0; manifests--)
        for (size_t i = bucket->count; i-- > 0;) {
            char key[BUCKET_KEY];
            memcpy(key, bucket->objects[i].key, sizeof key);
            if ((manifests && !strstr(key, "/" MANIFEST_FILE)) || is_kept(folder, key) ||
                strcmp(key, ERASED_LIST) == 0)
                continue;
            if (!bucket_delete(bucket, key))
                return false;
        }
    return true;
}

/* Who is erased: whatever backup is restored, it erases them again. */
static bool put_erased(struct backup_bucket *bucket, const struct backup_folder *folder)
{
    return faccessat(folder->folder, ERASED_LIST, F_OK, AT_SYMLINK_NOFOLLOW) != 0 ||
           bucket_put_file(bucket, folder->folder, ERASED_LIST, ERASED_LIST);
}

bool backup_bucket_put(struct backup_bucket *bucket, const struct backup_folder *folder,
                       bool is_written)
{
    bool done = bucket_list(bucket) && put_erased(bucket, folder);

    for (size_t i = 0; done && i < folder->count; i++)
        done = put_one(bucket, folder, folder->names[i].text, is_written && i + 1 == folder->count);
    if (done && folder->count && strcmp(bucket->oldest.text, folder->names[0].text) != 0) {
        done = remove_old(bucket, folder);
        if (done)
            bucket->oldest = folder->names[0];
    }
    return done;
}

/* Fetching. */

/* The rest of a key behind the backup's name, when that is a file that it may have. */
static const char *own_name(const struct backup_bucket *bucket, const char *key, const char *name)
{
    const char *rest = key + BACKUP_NAME_LENGTH + 1;

    if (strncmp(key, name, BACKUP_NAME_LENGTH) != 0 || key[BACKUP_NAME_LENGTH] != '/')
        return NULL;
    return backup_may_have(bucket->app, rest) ? rest : NULL;
}

static bool fetch_own(const struct backup_bucket *bucket, int one, const char *name)
{
    bool done = true;

    for (size_t i = 0; done && i < bucket->count; i++) {
        const char *own = own_name(bucket, bucket->objects[i].key, name);
        if (own)
            done = bucket_fetch_file(bucket, bucket->objects[i].key, one, own);
    }
    return done;
}

/* The segments, as far as they follow each other, and then the head. */
static bool fetch_log(const struct backup_bucket *bucket, int one, const char *name)
{
    char path[32];
    char key[BUCKET_KEY];
    int log;
    bool done;

    if (mkdirat(one, FOLLOW_FOLDER, 0700) != 0 && errno != EEXIST)
        return false;
    log = openat(one, FOLLOW_FOLDER, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    done = log >= 0;
    for (uint64_t i = 1; done; i++) {
        char segment[FOLLOW_SEGMENT_NAME];
        follow_segment_name(i, segment);
        snprintf(path, sizeof path, "%s/%s", FOLLOW_FOLDER, segment);
        name_key(key, name, path);
        if (!bucket_find(bucket, key))
            break;
        done = bucket_fetch_file(bucket, key, log, segment);
    }
    snprintf(path, sizeof path, "%s/head", FOLLOW_FOLDER);
    name_key(key, name, path);
    done = done && bucket_fetch_file(bucket, key, log, "head") && fsync(log) == 0;
    if (log >= 0)
        close(log);
    return done;
}

static bool fetch_shared(const struct backup_bucket *bucket, const struct backup_folder *folder,
                         const char *id)
{
    char key[BUCKET_KEY];

    name_key(key, "files", id);
    return bucket_fetch_file(bucket, key, folder->files, id);
}

static bool fetch_followed(const struct backup_bucket *bucket, const struct backup_folder *folder,
                           int one)
{
    struct follow_records records;
    struct follow_record record;
    struct follow_file file;
    bool done = follow_records_open(&records, one);

    while (done && follow_records_next(&records, &record) == FOLLOW_ONE)
        if (record.kind == FOLLOW_FILE && follow_file_read(&file, records.payload, record.length))
            done = fetch_shared(bucket, folder, file.id);
    follow_records_close(&records);
    return done;
}

/* All that belongs to the backup, whose manifest is in its opened folder. */
static bool fetch_rest(const struct backup_bucket *bucket, const struct backup_folder *folder,
                       int one, const char *name)
{
    struct manifest_reader manifest = {.file = NULL};
    struct manifest_entry entry;
    const char *fault = manifest_open(&manifest, one);
    bool done = !fault && fetch_own(bucket, one, name);

    if (fault)
        log_error("%s in the bucket %s", name, fault);
    while (done && manifest_next(&manifest, &entry))
        if (entry.id[0])
            done = fetch_shared(bucket, folder, entry.id);
    if (done && manifest.head.has_log)
        done = fetch_log(bucket, one, name) && fetch_followed(bucket, folder, one);
    manifest_close(&manifest);
    return done;
}

static bool fetch_one(const struct backup_bucket *bucket, struct backup_folder *folder,
                      const struct backup_name *name)
{
    char key[BUCKET_KEY];
    bool is_there = faccessat(folder->folder, name->text, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
    int one = is_there ? backup_folder_open_one(folder, name->text) : backup_folder_begin(folder);
    bool done;

    name_key(key, name->text, MANIFEST_FILE);
    done = one >= 0 &&
           (!bucket_find(bucket, ERASED_LIST) ||
            bucket_fetch_file(bucket, ERASED_LIST, folder->folder, ERASED_LIST)) &&
           bucket_fetch_file(bucket, key, one, MANIFEST_FILE) &&
           fetch_rest(bucket, folder, one, name->text);
    if (one >= 0)
        close(one);
    return done && (is_there || backup_folder_finish(folder, name));
}

bool backup_bucket_fetch(struct backup_bucket *bucket, struct backup_folder *folder, int64_t at)
{
    bool done = bucket_list(bucket);
    int fetched = 0;

    for (size_t i = bucket->count; done && i-- > 0 && fetched < LOGS_FETCHED;) {
        struct backup_name name = {""};
        const char *key = bucket->objects[i].key;
        memcpy(name.text, key, strnlen(key, BACKUP_NAME_LENGTH));
        if (!backup_name_is(name.text) ||
            strcmp(key + BACKUP_NAME_LENGTH, "/" MANIFEST_FILE) != 0 ||
            backup_name_time(&name) > at)
            continue;
        done = fetch_one(bucket, folder, &name);
        fetched++;
    }
    if (done && !fetched)
        log_error("the bucket has no backup%s", bucket->count ? " of that time or before it" : "");
    return done && fetched;
}
