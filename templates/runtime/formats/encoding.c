/* encoding.c - random names and base64, over libsodium; see encoding.h.
 *
 * Each thread draws randomness in bulk, since asking the kernel costs more than all the rest of
 * making an id. What has been used is zeroed: a later look at the memory tells nothing about tokens
 * already given out. */
#include "formats/encoding.h"

#include <sodium.h>

static _Thread_local struct {
    unsigned char bytes[512];
    size_t left; /* unused bytes, at the end */
} pool;

static unsigned char random_byte(void)
{
    if (pool.left == 0) {
        randombytes_buf(pool.bytes, sizeof pool.bytes);
        pool.left = sizeof pool.bytes;
    }

    size_t at = sizeof pool.bytes - pool.left--;
    unsigned char byte = pool.bytes[at];
    pool.bytes[at] = 0;
    return byte;
}

/* One letter or digit. */
static char random_symbol(void)
{
    static const char symbols[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    enum { SYMBOLS = sizeof symbols - 1, FAIR = 256 / SYMBOLS * SYMBOLS };
    unsigned char byte;

    do {
        byte = random_byte();
    } while (byte >= FAIR); /* else the first symbols would come more often */
    return symbols[byte % SYMBOLS];
}

struct text random_name(struct arena *arena, size_t characters)
{
    char *name = arena_alloc_bytes(arena, characters + 1);

    if (!name)
        return text_none();
    for (size_t i = 0; i < characters; i++)
        name[i] = random_symbol();
    name[characters] = '\0';
    return (struct text){name, characters};
}

/* Ids that are made one after another begin alike, which keeps the inserts of one commit together
 * in the table's index: a commit writes the pages that it changed, and ids spread over all of them
 * would change one page each. What is random in each is still far more than anybody can try. */
struct text new_object_id(struct arena *arena)
{
    enum { SHARED = 4, SHARED_BY = 256 };
    static _Thread_local char shared[SHARED];
    static _Thread_local int left;
    bool is_first = left == 0;
    char *id = arena_alloc_bytes(arena, OBJECT_ID_LENGTH + 1);

    if (!id)
        return text_none();
    left = is_first ? SHARED_BY - 1 : left - 1;
    if (!is_first)
        memcpy(id, shared, SHARED);
    for (int i = is_first ? 0 : SHARED; i < OBJECT_ID_LENGTH; i++)
        id[i] = random_symbol();
    if (is_first)
        memcpy(shared, id, SHARED);
    id[OBJECT_ID_LENGTH] = '\0';
    return (struct text){id, OBJECT_ID_LENGTH};
}

struct text random_hex(struct arena *arena, size_t characters)
{
    static const char digits[] = "0123456789abcdef";
    char *hex = characters < SIZE_MAX ? arena_alloc_bytes(arena, characters + 1) : NULL;

    if (!hex)
        return text_none();
    for (size_t i = 0; i < characters; i++)
        hex[i] = digits[random_byte() & 0x0F];
    hex[characters] = '\0';
    return (struct text){hex, characters};
}

void base64_write(struct buffer *buffer, struct text bytes)
{
    if (bytes.length > SIZE_MAX / 8) {
        buffer->failed = true;
        return;
    }

    /* libsodium writes a NUL behind, which is reserved but not counted. */
    size_t length = sodium_base64_encoded_len(bytes.length, sodium_base64_VARIANT_ORIGINAL);
    char *end = buffer_reserve(buffer, length);
    if (!end)
        return;
    sodium_bin2base64(end, length, (const unsigned char *)bytes.bytes, bytes.length,
                      sodium_base64_VARIANT_ORIGINAL);
    buffer->length += length - 1;
}

/* libsodium 1.0.18 takes some bytes above 7F for letters of base64. */
static bool is_ascii(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.bytes[i] > 0x7F)
            return false;
    return true;
}

bool base64_read(struct context *context, struct text encoded, struct text *bytes)
{
    size_t capacity = encoded.length / 4 * 3 + 1;
    char *decoded = arena_alloc_bytes(context->arena, capacity);
    size_t length;
    const char *end;

    if (!decoded)
        return fail_internal(context, "out of memory for base64");
    if (!is_ascii(encoded) ||
        sodium_base642bin((unsigned char *)decoded, capacity, encoded.bytes, encoded.length, NULL,
                          &length, &end, sodium_base64_VARIANT_ORIGINAL) != 0 ||
        end != encoded.bytes + encoded.length)
        return fail(context, PARSE_INCORRECT_TYPE, "This is not valid base64.");
    *bytes = (struct text){decoded, length};
    return true;
}
