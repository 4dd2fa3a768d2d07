/* bucket_objects.c - see bucket_objects.h. */
#include "program/bucket_objects.h"

#include "base/log.h"
#include "base/write_all.h"
#include "program/whole_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIRST_OBJECTS = 256 };

/* What is known. */

/* Where the key is, or would be. */
static size_t place_of(const struct backup_bucket *bucket, const char *key)
{
    size_t from = 0;
    size_t to = bucket->count;

    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (strcmp(bucket->objects[middle].key, key) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

const struct bucket_content *bucket_find(const struct backup_bucket *bucket, const char *key)
{
    size_t at = place_of(bucket, key);

    return at < bucket->count && strcmp(bucket->objects[at].key, key) == 0 ? &bucket->objects[at]
                                                                           : NULL;
}

static bool note(struct backup_bucket *bucket, struct text key, int64_t size)
{
    struct bucket_content object = {.size = size};
    size_t at;

    /* It is none of ours. */
    if (key.length >= sizeof object.key || memchr(key.bytes, '\0', key.length))
        return true;
    memcpy(object.key, key.bytes, key.length);
    at = place_of(bucket, object.key);
    if (at < bucket->count && strcmp(bucket->objects[at].key, object.key) == 0) {
        bucket->objects[at].size = size;
        return true;
    }
    if (bucket->count == bucket->capacity) {
        size_t larger = bucket->capacity ? bucket->capacity * 2 : FIRST_OBJECTS;
        void *moved = realloc(bucket->objects, larger * sizeof *bucket->objects);
        if (!moved)
            return false;
        bucket->objects = moved;
        bucket->capacity = larger;
    }
    memmove(&bucket->objects[at + 1], &bucket->objects[at],
            (bucket->count - at) * sizeof *bucket->objects);
    bucket->objects[at] = object;
    bucket->count++;
    return true;
}

static bool note_listed(void *state, struct text key, int64_t size)
{
    return note(state, key, size);
}

bool bucket_list(struct backup_bucket *bucket)
{
    if (!bucket->is_listed)
        bucket->is_listed = object_store_list(&bucket->store, "", note_listed, bucket);
    return bucket->is_listed;
}

/* Putting. */

static bool put(struct backup_bucket *bucket, int file, const char *key,
                const struct file_digest *digest)
{
    return object_store_put(&bucket->store, key, file, digest->size, digest->sha256) &&
           note(bucket, text_of(key), digest->size);
}

bool bucket_has_file(const struct backup_bucket *bucket, int folder, const char *name,
                     const char *key)
{
    const struct bucket_content *there = bucket_find(bucket, key);
    struct stat status;

    return there && fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
           status.st_size == there->size;
}

bool bucket_put_file(struct backup_bucket *bucket, int folder, const char *name, const char *key)
{
    struct file_digest digest;
    int file;
    bool done;

    if (bucket_has_file(bucket, folder, name, key))
        return true;
    if (!file_digest_read(folder, name, &digest)) {
        log_error("%s cannot be read: %s", key, strerror(errno));
        return false;
    }
    file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    done = file >= 0 && put(bucket, file, key, &digest);
    if (file >= 0)
        close(file);
    return done;
}

bool bucket_put_text(struct backup_bucket *bucket, const char *text, size_t length, const char *key)
{
    struct file_digest digest = {.size = (int64_t)length};
    int file = memfd_create("text", MFD_CLOEXEC);
    bool done = file >= 0 && write_all(file, text, length);

    crypto_hash_sha256(digest.sha256, (const unsigned char *)text, length);
    done = done && put(bucket, file, key, &digest);
    if (file >= 0)
        close(file);
    return done;
}

bool bucket_delete(struct backup_bucket *bucket, const char *key)
{
    size_t at = place_of(bucket, key);

    if (!object_store_delete(&bucket->store, key))
        return false;
    if (at < bucket->count && strcmp(bucket->objects[at].key, key) == 0) {
        memmove(&bucket->objects[at], &bucket->objects[at + 1],
                (bucket->count - at - 1) * sizeof *bucket->objects);
        bucket->count--;
    }
    return true;
}

/* Fetching. */

static bool fetch(const struct backup_bucket *bucket, const char *key, int folder, const char *part)
{
    int file = openat(folder, part, O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    bool found = false;
    bool done = file >= 0 && object_store_get(&bucket->store, key, file, &found);

    if (file >= 0 && done && !found)
        log_error("the bucket has no %s", key);
    done = done && found && fsync(file) == 0;
    if (file >= 0)
        done = close(file) == 0 && done;
    return done;
}

bool bucket_fetch_file(const struct backup_bucket *bucket, const char *key, int folder,
                       const char *name)
{
    char part[NAME_MAX + 1];
    int length = snprintf(part, sizeof part, "%s.part", name);
    bool done;

    if (length < 0 || (size_t)length >= sizeof part)
        return false;
    if (strcmp(name, "head") != 0 && bucket_has_file(bucket, folder, name, key))
        return true;
    done = fetch(bucket, key, folder, part) && renameat(folder, part, folder, name) == 0;
    if (!done) {
        log_error("%s cannot be fetched: %s", key, strerror(errno));
        unlinkat(folder, part, 0);
    }
    return done;
}
