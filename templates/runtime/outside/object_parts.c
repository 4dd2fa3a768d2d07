/* object_parts.c - see object_parts.h. */
#include "outside/object_parts.h"

#include "base/log.h"
#include "base/write_all.h"
#include "crypto/aws_signature.h"
#include "formats/date.h"
#include "outside/object_request.h"

#include <errno.h>
#include <inttypes.h>
#include <sodium.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    LEAST_PART = 16 << 20,
    MOST_PARTS = 10000, /* as S3 has it */
    HASHED_AT_ONCE = 65536
};

struct parts {
    const struct object_store *store;
    const char *key;
    const char *upload; /* what the store calls it, encoded */
    int file;
    struct arena *arena;
    struct buffer list; /* of the parts that are there, as XML */
};

bool object_parts_are_many(int64_t size)
{
    return size > LEAST_PART;
}

static int64_t part_size(int64_t size)
{
    int64_t least = (size + MOST_PARTS - 1) / MOST_PARTS;

    return least > LEAST_PART ? least : LEAST_PART;
}

bool object_parts_hash(int file, int64_t at, int64_t size, unsigned char sha256[OBJECT_HASH_BYTES])
{
    crypto_hash_sha256_state state;
    unsigned char bytes[HASHED_AT_ONCE];

    crypto_hash_sha256_init(&state);
    while (size > 0) {
        size_t wanted = size < HASHED_AT_ONCE ? (size_t)size : HASHED_AT_ONCE;
        ssize_t got = pread(file, bytes, wanted, at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            log_error("what is to be put into a bucket cannot be read: %s",
                      got < 0 ? strerror(errno) : "it has become shorter");
            return false;
        }
        crypto_hash_sha256_update(&state, bytes, (size_t)got);
        at += got;
        size -= got;
    }
    crypto_hash_sha256_final(&state, sha256);
    return true;
}

/* Asks with what the file has from `at` on, and returns whether that was done; what is answered is in the request. */
static bool ask(struct object_request *asking, int file, int64_t at, int64_t size)
{
    unsigned char sha256[OBJECT_HASH_BYTES];
    char hex[AWS_HASH_HEX + 1];

    if (file >= 0) {
        if (!object_parts_hash(file, at, size, sha256))
            return false;
        sodium_bin2hex(hex, sizeof hex, sha256, sizeof sha256);
        asking->hash = hex;
        asking->body = file;
        asking->body_at = at;
        asking->body_size = size;
    }
    return object_request_is_done(object_request_ask(asking));
}

static const char *encode(struct arena *arena, struct text text)
{
    struct buffer encoded;

    buffer_init(&encoded, arena, text.length * 3 + 1);
    aws_encode(&encoded, arena_copy(arena, text).bytes, false);
    buffer_add_char(&encoded, '\0');
    return encoded.failed ? NULL : encoded.bytes;
}

static bool begin_upload(struct parts *parts)
{
    struct object_request asking;
    struct arena arena;
    struct text id = text_none();

    if (object_request_begin(&asking, parts->store, &arena, "POST", parts->key)) {
        asking.query = "uploads=";
        if (ask(&asking, -1, 0, 0)) {
            const char *at = asking.answer.bytes;
            id = object_answer_element(&at, at + asking.answer.length, "UploadId");
        }
    }
    parts->upload = id.bytes ? encode(parts->arena, arena_copy(parts->arena, id)) : NULL;
    arena_release(&arena);
    return parts->upload != NULL;
}

static bool put_part(struct parts *parts, int number, int64_t at, int64_t size)
{
    struct object_request asking;
    struct arena arena;
    struct text etag = text_none();
    bool done = object_request_begin(&asking, parts->store, &arena, "PUT", parts->key);

    asking.query = arena_printf(&arena, "partNumber=%d&uploadId=%s", number, parts->upload).bytes;
    asking.etag = &etag;
    done = done && asking.query && ask(&asking, parts->file, at, size) && etag.length;
    if (done) {
        buffer_add_string(&parts->list, "<Part><PartNumber>");
        buffer_add_int64(&parts->list, number);
        buffer_add_string(&parts->list, "</PartNumber><ETag>");
        buffer_add_text(&parts->list, etag);
        buffer_add_string(&parts->list, "</ETag></Part>");
    }
    arena_release(&arena);
    return done && !parts->list.failed;
}

/* A store may answer with 200 first, and with an error then. */
static bool complete(struct parts *parts)
{
    struct object_request asking;
    struct arena arena;
    int list = memfd_create("parts", MFD_CLOEXEC);
    bool done = object_request_begin(&asking, parts->store, &arena, "POST", parts->key);

    buffer_add_string(&parts->list, "</CompleteMultipartUpload>");
    asking.query = arena_printf(&arena, "uploadId=%s", parts->upload).bytes;
    done = done && asking.query && list >= 0 && !parts->list.failed &&
           write_all(list, parts->list.bytes, parts->list.length) &&
           ask(&asking, list, 0, (int64_t)parts->list.length) &&
           memmem(asking.answer.bytes, asking.answer.length, "<CompleteMultipartUploadResult",
                  sizeof "<CompleteMultipartUploadResult" - 1);
    if (list >= 0)
        close(list);
    arena_release(&arena);
    return done;
}

static bool abort_upload(const struct object_store *store, const char *key, const char *upload)
{
    struct object_request asking;
    struct arena arena;
    bool done = object_request_begin(&asking, store, &arena, "DELETE", key);
    long status;

    asking.query = arena_printf(&arena, "uploadId=%s", upload).bytes;
    status = done && asking.query ? object_request_ask(&asking) : 0;
    arena_release(&arena);
    return object_request_is_done(status) || status == 404;
}

bool object_parts_put(const struct object_store *store, const char *key, int file, int64_t size)
{
    struct arena arena;
    struct parts parts = {.store = store, .key = key, .file = file, .arena = &arena};
    int64_t part = part_size(size);
    int number = 0;
    bool done;

    arena_init(&arena);
    buffer_init(&parts.list, &arena, 1024);
    buffer_add_string(&parts.list, "<CompleteMultipartUpload>");
    done = begin_upload(&parts);
    for (int64_t at = 0; done && at < size; at += part)
        done = put_part(&parts, ++number, at, size - at < part ? size - at : part);
    done = done && complete(&parts);
    if (!done && parts.upload)
        (void)abort_upload(store, key, parts.upload);
    if (!done)
        log_error("%s%s was not put into the bucket %s", store->prefix, key, store->bucket);
    arena_release(&arena);
    return done;
}

/* Uploads of the list that were begun before that time go. */
static bool abort_listed(const struct object_store *store, const struct object_request *list,
                         int64_t before)
{
    const char *at = list->answer.bytes;
    const char *end = at + list->answer.length;
    size_t prefix = strlen(store->prefix);
    struct arena arena;
    struct text key;
    bool done = true;

    arena_init(&arena);
    while ((key = object_answer_element(&at, end, "Key")).bytes) {
        struct text upload = object_answer_element(&at, end, "UploadId");
        struct text begun = object_answer_element(&at, end, "Initiated");
        const char *id = upload.bytes ? encode(&arena, upload) : NULL;
        int64_t since;
        if (!id || key.length <= prefix || memcmp(key.bytes, store->prefix, prefix) != 0 ||
            !date_parse(begun, &since) || since >= before)
            continue;
        key = arena_copy(&arena, (struct text){key.bytes + prefix, key.length - prefix});
        done = key.bytes && abort_upload(store, key.bytes, id) && done;
        log_info("an upload into the bucket %s that was cut off is gone", store->bucket);
    }
    arena_release(&arena);
    return done;
}

bool object_parts_abort(const struct object_store *store, int64_t before)
{
    struct object_request asking;
    struct arena arena;
    bool done = object_request_begin(&asking, store, &arena, "GET", NULL);
    struct buffer query;

    buffer_init(&query, &arena, 128);
    buffer_add_string(&query, "prefix=");
    aws_encode(&query, store->prefix, false);
    buffer_add_string(&query, "&uploads=");
    buffer_add_char(&query, '\0');
    asking.query = query.bytes;
    done = done && !query.failed && ask(&asking, -1, 0, 0) && abort_listed(store, &asking, before);
    arena_release(&arena);
    return done;
}
