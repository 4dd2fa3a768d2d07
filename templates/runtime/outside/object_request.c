/* object_request.c - see object_request.h. */
#include "outside/object_request.h"

#include "base/log.h"
#include "crypto/aws_signature.h"
#include "outside/transfer.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    ATTEMPTS = 7,
    FIRST_PAUSE = 250,      /* ms; each is twice as long as the one before */
    ANSWER_LIMIT = 4 << 20, /* of a list of 1000 keys */
    MOST_HEADERS = 6,
    NUMBER_LIMIT = 32
};

static const char empty_hash[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

static void format_time(char time_text[AWS_TIME_LENGTH + 1])
{
    time_t now = time(NULL);
    struct tm utc = {0};

    (void)gmtime_r(&now, &utc);
    (void)strftime(time_text, AWS_TIME_LENGTH + 1, "%Y%m%dT%H%M%SZ", &utc);
}

/* One attempt: the status, 0 when there is none. */
static long ask_once(struct object_request *asking)
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
                                       .body_at = asking->body_at,
                                       .body_size = asking->body_size,
                                       .stalled_seconds = store->stalled_seconds,
                                       .etag = asking->etag,
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
    if (asking->range)
        lines[object.header_count++] = asking->range;
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

long object_request_ask(struct object_request *asking)
{
    int attempts = asking->store->attempts ? asking->store->attempts : ATTEMPTS;
    int64_t pause = FIRST_PAUSE;
    long status = 0;

    for (int i = 0; i < attempts; i++) {
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

bool object_request_begin(struct object_request *asking, const struct object_store *store,
                          struct arena *arena, const char *method, const char *key)
{
    struct buffer path;

    arena_init(arena);
    *asking = (struct object_request){.store = store,
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

bool object_request_is_done(long status)
{
    return status >= 200 && status <= 299;
}

struct text object_answer_element(const char **at, const char *end, const char *name)
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
