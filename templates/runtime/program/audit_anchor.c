/* audit_anchor.c - see audit_anchor.h. */
#include "program/audit_anchor.h"

#include "formats/date.h"
#include "formats/json.h"

#include <sodium.h>

enum { HASH_HEX = 2 * AUDIT_HASH_BYTES + 1 };

/* What is signed. */
static struct text message_of(struct arena *arena, const struct audit_anchor *anchor)
{
    char hash[HASH_HEX];
    char date[DATE_LENGTH];

    sodium_bin2hex(hash, sizeof hash, anchor->hash, AUDIT_HASH_BYTES);
    date_format(anchor->at, date);
    return arena_printf(arena, "caregen audit anchor 1\n%.*s\n%lld\n%s\n%.*s\n",
                        TEXT_PRINTED(anchor->app), (long long)anchor->number, hash,
                        (int)DATE_LENGTH, date);
}

static void add_hex(struct buffer *line, const char *name, const unsigned char *bytes,
                    size_t length)
{
    buffer_add_string(line, ",\"");
    buffer_add_string(line, name);
    buffer_add_string(line, "\":\"");
    for (size_t i = 0; i < length; i++) {
        char hex[3];
        sodium_bin2hex(hex, sizeof hex, bytes + i, 1);
        buffer_add_string(line, hex);
    }
    buffer_add_char(line, '"');
}

bool audit_anchor_write(struct buffer *line, struct audit_anchor *anchor)
{
    const struct ring_key *key = key_ring_newest(KEY_AUDIT);
    unsigned char secret_key[crypto_sign_SECRETKEYBYTES];
    unsigned char signature[crypto_sign_BYTES];
    struct text message;
    bool done;

    if (!key)
        return false;
    crypto_sign_seed_keypair(anchor->public_key, secret_key, key->bytes);
    message = message_of(line->arena, anchor);
    done =
        message.bytes && crypto_sign_detached(signature, NULL, (const unsigned char *)message.bytes,
                                              message.length, secret_key) == 0;
    sodium_memzero(secret_key, sizeof secret_key);
    if (!done)
        return false;
    buffer_add_string(line, "{\"app\":");
    json_write_string(line, anchor->app);
    buffer_add_string(line, ",\"number\":");
    buffer_add_int64(line, anchor->number);
    add_hex(line, "hash", anchor->hash, AUDIT_HASH_BYTES);
    buffer_add_string(line, ",\"at\":");
    date_write_json(line, anchor->at);
    add_hex(line, "publicKey", anchor->public_key, AUDIT_PUBLIC_KEY_BYTES);
    add_hex(line, "signature", signature, sizeof signature);
    buffer_add_string(line, "}\n");
    return !line->failed;
}

static struct text text_member(const cJSON *object, const char *name)
{
    return text_of(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name)));
}

static bool read_hex(const cJSON *object, const char *name, unsigned char *bytes, size_t size)
{
    struct text hex = text_member(object, name);
    size_t length = 0;

    return hex.length == 2 * size &&
           sodium_hex2bin(bytes, size, hex.bytes, hex.length, NULL, &length, NULL) == 0 &&
           length == size;
}

bool audit_anchor_read(struct context *context, struct text line, struct audit_anchor *anchor)
{
    enum { MOST = 1000000000 };
    unsigned char signature[crypto_sign_BYTES];
    const cJSON *json = json_parse(context, line);
    const cJSON *number = cJSON_GetObjectItemCaseSensitive(json, "number");
    double value = cJSON_IsNumber(number) ? cJSON_GetNumberValue(number) : -1;
    struct text message;

    context->error = (struct parse_error){0};
    anchor->app = text_member(json, "app");
    if (!anchor->app.bytes || value < 0 || value > (double)MOST * MOST ||
        !read_hex(json, "hash", anchor->hash, sizeof anchor->hash) ||
        !read_hex(json, "publicKey", anchor->public_key, sizeof anchor->public_key) ||
        !read_hex(json, "signature", signature, sizeof signature) ||
        !date_parse(text_member(json, "at"), &anchor->at))
        return fail(context, PARSE_INVALID_JSON, "is no anchor");
    anchor->number = (int64_t)value;
    message = message_of(context->arena, anchor);
    if (!message.bytes ||
        crypto_sign_verify_detached(signature, (const unsigned char *)message.bytes, message.length,
                                    anchor->public_key) != 0)
        return fail(context, PARSE_VALIDATION, "has a signature that does not fit");
    return true;
}
