/* files_bucket.c - see files_bucket.h. The file has the bucket's URL, its endpoint and its region, a line each. */
#include "program/files_bucket.h"

#include "base/log.h"
#include "crypto/secret_file.h"
#include "program/key_files.h"
#include "program/whole_file.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum {
    /* A server has somebody waiting, who is told to come again. */
    SERVER_ATTEMPTS = 3,
    SERVER_STALLED = 10 /* seconds */
};

static const char *path_of(struct arena *arena, const char *data)
{
    return arena_printf(arena, "%s/" FILES_BUCKET_FILE, data).bytes;
}

/* The next line, which it ends with a NUL; NULL when there is none. */
static const char *next_line(char **at)
{
    char *line = *at;
    char *end = line ? strchr(line, '\n') : NULL;

    if (end)
        *end = '\0';
    *at = end ? end + 1 : NULL;
    return line;
}

/* *noted is no text where there is no note. */
static bool read_note(const char *data, struct arena *arena, struct object_store_words *words,
                      struct text *noted)
{
    const char *path = path_of(arena, data);
    char *at;

    *noted = text_none();
    if (!path || access(path, F_OK) != 0)
        return path != NULL;
    *noted = key_file_read(arena, path);
    if (noted->bytes) {
        at = (char *)(uintptr_t)arena_printf(arena, "%.*s", TEXT_PRINTED(*noted)).bytes;
        words->url = next_line(&at);
        words->endpoint = next_line(&at);
        words->region = next_line(&at);
    }
    if (noted->bytes && words->url && words->endpoint && words->region)
        return true;
    log_error("%s cannot be read: put it back from a backup, or start with --files-bucket as it "
              "was and without that file",
              path);
    return false;
}

static struct text note_of(const struct object_store *bucket, struct arena *arena)
{
    return arena_printf(arena, "s3://%s/%s\n%s\n%s", bucket->bucket, bucket->prefix,
                        bucket->endpoint, bucket->region);
}

bool files_bucket_enter(struct object_store *bucket, bool *has, const struct options *options,
                        struct arena *arena)
{
    struct object_store_words words = {options->files_bucket, options->files_endpoint,
                                       options->files_region, options->files_credentials};
    struct object_store_words before = {.url = NULL};
    struct text noted;
    struct text note;

    *has = words.url != NULL;
    if (!read_note(options->data, arena, &before, &noted))
        return false;
    if (!*has && noted.bytes) {
        log_error("the files of %s are in the bucket %s: start with --files-bucket", options->data,
                  before.url);
        return false;
    }
    if (!*has)
        return true;
    if (!object_store_open(bucket, &words, arena))
        return false;
    bucket->attempts = SERVER_ATTEMPTS;
    bucket->stalled_seconds = SERVER_STALLED;
    note = note_of(bucket, arena);
    if (noted.bytes && !text_equal(noted, note)) {
        log_error("the files of %s are in another bucket, %s at %s: start with that one; if they "
                  "have been copied, remove %s/" FILES_BUCKET_FILE " first",
                  options->data, before.url, before.endpoint, options->data);
        return false;
    }
    return noted.bytes ||
           (note.bytes && secret_file_write(arena, path_of(arena, options->data), note));
}

bool files_bucket_find(struct object_store *bucket, bool *has, const char *data,
                       const char *credentials, struct arena *arena)
{
    struct object_store_words words = {.credentials = credentials};
    struct text noted;

    *has = false;
    if (!read_note(data, arena, &words, &noted))
        return false;
    *has = noted.bytes != NULL;
    return !*has || object_store_open(bucket, &words, arena);
}

bool files_bucket_is_noted(int folder)
{
    return faccessat(folder, FILES_BUCKET_FILE, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

bool files_bucket_is_same(int folder, int other)
{
    struct file_digest digests[2];

    return !file_digest_read(other, FILES_BUCKET_FILE, &digests[1]) ||
           (file_digest_read(folder, FILES_BUCKET_FILE, &digests[0]) &&
            memcmp(digests[0].sha256, digests[1].sha256, FILE_HASH_BYTES) == 0);
}
