/* object_store.c - see object_store.h. */
#include "outside/object_store.h"

#include "base/log.h"
#include "crypto/aws_signature.h"
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

enum {
    ATTEMPTS = 7,
    FIRST_PAUSE = 250,      /* ms; each is twice as long as the one before */
    ANSWER_LIMIT = 4 << 20, /* of a list of 1000 keys */
    CREDENTIALS_LIMIT = 8192,
    MOST_HEADERS = 5,
    NUMBER_LIMIT = 32
};

static const char empty_hash[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

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

/* Asking. */

struct asking {
    const struct object_store *store;
    const char *method;
    const char *path;  /* encoded */
    const char *query; /* the same */
    const char *hash;  /* of the body */
    int body;
    int64_t body_size;
    int answer_file;
    struct buffer answer;
    struct arena *arena;
};

static void format_time(char time_text[AWS_TIME_LENGTH + 1])
{
    time_t now = time(NULL);
    struct tm utc = {0};

    (void)gmtime_r(&now, &utc);
    (void)strftime(time_text, AWS_TIME_LENGTH + 1, "%Y%m%dT%H%M%SZ", &utc);
}

/* One attempt: the status, 0 when there is none. */
static long ask_once(struct asking *asking)
{
    const struct object_store *store = asking->store;
    const struct aws_key key = {store->key_id, store->secret, store->region, "s3"};
    char now[AWS_TIME_LENGTH + 1];
    struct aws_header headers[] = {{"host", strstr(store->endpoint, "://") + 3},
                                   {"x-amz-content-sha256", asking->hash},
                                   {"x-amz-date", now},
                                   {"x-amz-security-token", store->token}};
    struct aws_request request = {
        asking->method, asking->path, asking->query, headers, store->token ? 4 : 3,
        asking->hash,   now};
    const char *lines[MOST_HEADERS];
    struct transfer_exchange object = {.method = asking->method,
                                       .headers = lines,
                                       .body = asking->body,
                                       .body_size = asking->body_size,
                                       .answer_file = asking->answer_file,
                                       .answer = &asking->answer,
                                       .answer_limit = ANSWER_LIMIT};
    struct buffer authorization;

    format_time(now);
    buffer_init(&authorization, asking->arena, 512);
    buffer_add_string(&authorization, "Authorization: ");
    aws_authorization(&authorization, &key, &request);
    buffer_add_char(&authorization, '\0');
    for (size_t i = 1; i < request.header_count; i++)
        lines[object.header_count++] =
            arena_printf(asking->arena, "%s: %s", headers[i].name, headers[i].value).bytes;
    lines[object.header_count++] = authorization.failed ? NULL : authorization.bytes;
    for (size_t i = 0; i < object.header_count; i++)
        if (!lines[i])
            return 0;
    object.url = arena_printf(asking->arena, "%s%s%s%s", store->endpoint, asking->path,
                              asking->query[0] ? "?" : "", asking->query)
                     .bytes;
    buffer_init(&asking->answer, asking->arena, 1024);
    return object.url ? transfer_object(&object) : 0;
}

static bool is_passing(long status)
{
    return status == 0 || status == 408 || status == 429 || status >= 500;
}

static void pause_for(int64_t milliseconds)
{
    struct timespec rest = {.tv_sec = milliseconds / 1000,
                            .tv_nsec = milliseconds % 1000 * 1000000};

    nanosleep(&rest, NULL);
}

/* The status of the last attempt. */
static long ask(struct asking *asking)
{
    int64_t pause = FIRST_PAUSE;
    long status = 0;

    for (int i = 0; i < ATTEMPTS; i++) {
        if (i) {
            pause_for(pause + (int64_t)randombytes_uniform((uint32_t)pause));
            pause *= 2;
            if (asking->answer_file >= 0 &&
                (ftruncate(asking->answer_file, 0) != 0 || lseek(asking->answer_file, 0, SEEK_SET)))
                return 0;
        }
        status = ask_once(asking);
        if (!is_passing(status) || transfer_has_given_up())
            break;
    }
    if (status >= 300 && status != 404)
        log_error("%s%s was answered with %ld: %.*s", asking->store->endpoint, asking->path, status,
                  (int)(asking->answer.length < 300 ? asking->answer.length : 300),
                  asking->answer.bytes);
    return status;
}

static bool begin(struct asking *asking, const struct object_store *store, struct arena *arena,
                  const char *method, const char *key)
{
    struct buffer path;

    arena_init(arena);
    *asking = (struct asking){.store = store,
                              .method = method,
                              .query = "",
                              .hash = empty_hash,
                              .body = -1,
                              .answer_file = -1,
                              .arena = arena};
    buffer_init(&path, arena, 256);
    buffer_add_char(&path, '/');
    aws_encode(&path, store->bucket, false);
    if (key) {
        buffer_add_char(&path, '/');
        aws_encode(&path, store->prefix, true);
        aws_encode(&path, key, true);
    }
    buffer_add_char(&path, '\0');
    asking->path = path.bytes;
    return !path.failed;
}

static bool is_done(long status)
{
    return status >= 200 && status <= 299;
}

bool object_store_put(const struct object_store *store, const char *key, int file, int64_t size,
                      const unsigned char sha256[OBJECT_HASH_BYTES])
{
    char hex[AWS_HASH_HEX + 1];
    struct arena arena;
    struct asking asking;
    bool done = begin(&asking, store, &arena, "PUT", key);

    sodium_bin2hex(hex, sizeof hex, sha256, OBJECT_HASH_BYTES);
    asking.hash = hex;
    asking.body = file;
    asking.body_size = size;
    done = done && is_done(ask(&asking));
    if (!done)
        log_error("%s%s was not put into the bucket %s", store->prefix, key, store->bucket);
    arena_release(&arena);
    return done;
}

bool object_store_get(const struct object_store *store, const char *key, int file, bool *found)
{
    struct arena arena;
    struct asking asking;
    bool done = begin(&asking, store, &arena, "GET", key);
    long status;

    asking.answer_file = file;
    status = done ? ask(&asking) : 0;
    *found = is_done(status);
    if (!*found && status != 404)
        log_error("%s%s was not fetched from the bucket %s", store->prefix, key, store->bucket);
    arena_release(&arena);
    return *found || status == 404;
}

bool object_store_delete(const struct object_store *store, const char *key)
{
    struct arena arena;
    struct asking asking;
    bool done = begin(&asking, store, &arena, "DELETE", key);
    long status = done ? ask(&asking) : 0;

    arena_release(&arena);
    return is_done(status) || status == 404;
}

/* Listing. The keys that are ours need no decoding: letters, digits, and ". - _ /". */

/* The text of the next element of that name behind *at, which goes behind it. */
static struct text next_element(const char **at, const char *end, const char *name)
{
    char opening[NUMBER_LIMIT];
    const char *begin_at;
    const char *close_at;

    snprintf(opening, sizeof opening, "<%s>", name);
    begin_at = memmem(*at, (size_t)(end - *at), opening, strlen(opening));
    if (!begin_at)
        return text_none();
    begin_at += strlen(opening);
    close_at = memchr(begin_at, '<', (size_t)(end - begin_at));
    if (!close_at)
        return text_none();
    *at = close_at;
    return (struct text){begin_at, (size_t)(close_at - begin_at)};
}

static bool take_keys(const struct asking *asking, bool (*take)(void *, struct text, int64_t),
                      void *state)
{
    const char *at = asking->answer.bytes;
    const char *end = at + asking->answer.length;
    size_t prefix = strlen(asking->store->prefix);
    struct text key;

    while ((key = next_element(&at, end, "Key")).bytes) {
        struct text size = next_element(&at, end, "Size");
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
static const char *next_mark(const struct asking *asking, struct arena *arena, bool *failed)
{
    const char *at = asking->answer.bytes;
    struct text mark = next_element(&at, at + asking->answer.length, "NextContinuationToken");
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
        struct asking asking;
        done = begin(&asking, store, &arena, "GET", NULL);
        asking.query = list_query(store, &arena, begins, mark);
        done = done && asking.query && is_done(ask(&asking)) && take_keys(&asking, take, state);
        mark = done ? next_mark(&asking, &marks, &failed) : NULL;
        arena_release(&arena);
    } while (done && mark);
    arena_release(&marks);
    if (!done || failed)
        log_error("the bucket %s cannot be listed", store->bucket);
    return done && !failed;
}
