/* object_store.c - see object_store.h. */
#include "outside/object_store.h"

#include "base/log.h"
#include "crypto/aws_signature.h"
#include "outside/object_parts.h"
#include "outside/object_request.h"
#include "outside/transfer.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { CREDENTIALS_LIMIT = 8192 };

/* Opening. */

static const char *copy(struct arena *arena, const char *bytes, size_t length)
{
    return arena_printf(arena, "%.*s", (int)length, bytes).bytes;
}

/* The value of "NAME = VALUE" in a file of lines; NULL when it is not there. */
static const char *find_value(struct arena *arena, const char *lines, const char *name)
{
    size_t length = strlen(name);

    for (const char *line = lines; line; line = strchr(line, '\n')) {
        const char *value;
        line += strspn(line, "\n \t");
        if (strncmp(line, name, length) != 0)
            continue;
        value = line + length + strspn(line + length, " \t");
        if (*value != '=')
            continue;
        value++;
        value += strspn(value, " \t");
        length = strcspn(value, "\r\n");
        while (length && (value[length - 1] == ' ' || value[length - 1] == '\t'))
            length--;
        return copy(arena, value, length);
    }
    return NULL;
}

static bool read_credentials(struct object_store *store, const char *path, struct arena *arena)
{
    char lines[CREDENTIALS_LIMIT] = "";
    struct stat status;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool done = file >= 0 && fstat(file, &status) == 0;

    if (done && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        log_error("%s can be read by others: chmod 600 it", path);
        close(file);
        return false;
    }
    done = done && read(file, lines, sizeof lines - 1) > 0;
    if (!done)
        log_error("%s cannot be read: %s", path, strerror(errno));
    if (file >= 0)
        close(file);
    store->key_id = find_value(arena, lines, "aws_access_key_id");
    store->secret = find_value(arena, lines, "aws_secret_access_key");
    store->token = find_value(arena, lines, "aws_session_token");
    sodium_memzero(lines, sizeof lines);
    return done;
}

static bool is_plain(const char *text, const char *more)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    for (; *text; text++)
        if (!strchr(letters, *text) && !strchr(more, *text))
            return false;
    return true;
}

static bool read_url(struct object_store *store, const char *url, struct arena *arena)
{
    static const char begins[] = "s3://";
    const char *bucket = url + sizeof begins - 1;
    size_t length;

    if (strncmp(url, begins, sizeof begins - 1) != 0)
        return false;
    length = strcspn(bucket, "/");
    store->bucket = copy(arena, bucket, length);
    bucket += length + (bucket[length] == '/' ? 1 : 0);
    length = strlen(bucket);
    while (length && bucket[length - 1] == '/')
        length--;
    store->prefix = arena_printf(arena, "%.*s%s", (int)length, bucket, length ? "/" : "").bytes;
    return store->bucket && store->prefix && store->bucket[0] && is_plain(store->bucket, ".-_") &&
           is_plain(store->prefix, "/.-_");
}

bool object_store_open(struct object_store *store, const struct object_store_words *words,
                       struct arena *arena)
{
    const char *region = words->region ? words->region : getenv("AWS_REGION");
    struct text endpoint;

    *store = (struct object_store){.region = region && region[0] ? region : "us-east-1"};
    endpoint = words->endpoint ? text_of(words->endpoint)
                               : arena_printf(arena, "https://s3.%s.amazonaws.com", store->region);
    if (!read_url(store, words->url, arena)) {
        log_error("%s is no bucket: it is s3://BUCKET or s3://BUCKET/PREFIX", words->url);
        return false;
    }
    while (endpoint.length && endpoint.bytes[endpoint.length - 1] == '/')
        endpoint.length--;
    if (!endpoint.bytes || !transfer_url_is_valid(endpoint) || !is_plain(store->region, "-") ||
        !(store->endpoint = copy(arena, endpoint.bytes, endpoint.length)) ||
        strchr(strstr(store->endpoint, "://") + 3, '/')) {
        log_error("--endpoint takes https://HOST or https://HOST:PORT, --region a name");
        return false;
    }
    if (words->credentials) {
        if (!read_credentials(store, words->credentials, arena))
            return false;
    } else {
        store->key_id = getenv("AWS_ACCESS_KEY_ID");
        store->secret = getenv("AWS_SECRET_ACCESS_KEY");
        store->token = getenv("AWS_SESSION_TOKEN");
    }
    if (store->key_id && store->key_id[0] && store->secret && store->secret[0])
        return true;
    log_error("there are no credentials for %s: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or "
              "--credentials FILE",
              words->url);
    return false;
}

bool object_store_put(const struct object_store *store, const char *key, int file, int64_t size,
                      const unsigned char sha256[OBJECT_HASH_BYTES])
{
    char hex[AWS_HASH_HEX + 1];
    struct arena arena;
    struct object_request asking;
    bool done;

    if (object_parts_are_many(size))
        return object_parts_put(store, key, file, size);
    done = object_request_begin(&asking, store, &arena, "PUT", key);
    sodium_bin2hex(hex, sizeof hex, sha256, OBJECT_HASH_BYTES);
    asking.hash = hex;
    asking.body = file;
    asking.body_size = size;
    done = done && object_request_is_done(object_request_ask(&asking));
    if (!done)
        log_error("%s%s was not put into the bucket %s", store->prefix, key, store->bucket);
    arena_release(&arena);
    return done;
}

bool object_store_put_file(const struct object_store *store, const char *key, int file,
                           int64_t size)
{
    unsigned char sha256[OBJECT_HASH_BYTES] = {0};

    return (object_parts_are_many(size) || object_parts_hash(file, 0, size, sha256)) &&
           object_store_put(store, key, file, size, sha256);
}

bool object_store_get(const struct object_store *store, const char *key, int file, bool *found)
{
    struct arena arena;
    struct object_request asking;
    bool done = object_request_begin(&asking, store, &arena, "GET", key);
    long status;

    asking.answer_file = file;
    status = done ? object_request_ask(&asking) : 0;
    *found = object_request_is_done(status);
    if (!*found && status != 404)
        log_error("%s%s was not fetched from the bucket %s", store->prefix, key, store->bucket);
    arena_release(&arena);
    return *found || status == 404;
}

bool object_store_get_range(const struct object_store *store, const char *key, int64_t at,
                            int64_t length, int file, bool *found)
{
    struct arena arena;
    struct object_request asking;
    struct stat status = {.st_size = 0};
    bool done = object_request_begin(&asking, store, &arena, "GET", key);
    long answer;

    asking.range =
        arena_printf(&arena, "Range: bytes=%lld-%lld", (long long)at, (long long)(at + length - 1))
            .bytes;
    asking.answer_file = file;
    answer = done && asking.range ? object_request_ask(&asking) : 0;
    arena_release(&arena);
    /* All of it is the range as well, where it begins there. */
    *found = (answer == 206 || (answer == 200 && at == 0)) && fstat(file, &status) == 0 &&
             status.st_size == length;
    if (!*found && answer != 404)
        log_error("%lld bytes of %s%s were not fetched from the bucket %s (status %ld, %lld bytes)",
                  (long long)length, store->prefix, key, store->bucket, answer,
                  (long long)status.st_size);
    return *found || answer == 404;
}

bool object_store_delete(const struct object_store *store, const char *key)
{
    struct arena arena;
    struct object_request asking;
    bool done = object_request_begin(&asking, store, &arena, "DELETE", key);
    long status = done ? object_request_ask(&asking) : 0;

    arena_release(&arena);
    return object_request_is_done(status) || status == 404;
}

/* Listing. */

static bool take_keys(const struct object_request *asking,
                      bool (*take)(void *, struct text, int64_t), void *state)
{
    const char *at = asking->answer.bytes;
    const char *end = at + asking->answer.length;
    size_t prefix = strlen(asking->store->prefix);
    struct text key;

    while ((key = object_answer_element(&at, end, "Key")).bytes) {
        struct text size = object_answer_element(&at, end, "Size");
        if (!size.bytes || key.length < prefix ||
            memcmp(key.bytes, asking->store->prefix, prefix) != 0)
            return false;
        if (!take(state, (struct text){key.bytes + prefix, key.length - prefix},
                  strtoll(size.bytes, NULL, 10)))
            return false;
    }
    return true;
}

/* The next part's mark, encoded; NULL at the end. */
static const char *next_mark(const struct object_request *asking, struct arena *arena, bool *failed)
{
    const char *at = asking->answer.bytes;
    struct text mark =
        object_answer_element(&at, at + asking->answer.length, "NextContinuationToken");
    struct buffer encoded;

    if (!mark.bytes)
        return NULL;
    buffer_init(&encoded, arena, mark.length * 3 + 1);
    aws_encode(&encoded, arena_copy(arena, mark).bytes, false);
    buffer_add_char(&encoded, '\0');
    *failed = encoded.failed;
    return encoded.failed ? NULL : encoded.bytes;
}

static const char *list_query(const struct object_store *store, struct arena *arena,
                              const char *begins, const char *mark)
{
    struct buffer prefix;

    buffer_init(&prefix, arena, 256);
    aws_encode(&prefix, store->prefix, false);
    aws_encode(&prefix, begins, false);
    buffer_add_char(&prefix, '\0');
    if (prefix.failed)
        return NULL;
    return arena_printf(arena, "%s%s%slist-type=2&prefix=%s", mark ? "continuation-token=" : "",
                        mark ? mark : "", mark ? "&" : "", prefix.bytes)
        .bytes;
}

bool object_store_list(const struct object_store *store, const char *begins,
                       bool (*take)(void *state, struct text key, int64_t size), void *state)
{
    struct arena marks;
    const char *mark = NULL;
    bool failed = false;
    bool done;

    arena_init(&marks);
    do {
        struct arena arena;
        struct object_request asking;
        done = object_request_begin(&asking, store, &arena, "GET", NULL);
        asking.query = list_query(store, &arena, begins, mark);
        done = done && asking.query && object_request_is_done(object_request_ask(&asking)) &&
               take_keys(&asking, take, state);
        mark = done ? next_mark(&asking, &marks, &failed) : NULL;
        arena_release(&arena);
    } while (done && mark);
    arena_release(&marks);
    if (!done || failed)
        log_error("the bucket %s cannot be listed", store->bucket);
    return done && !failed;
}
