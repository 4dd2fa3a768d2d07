/* aws_signature.c - see aws_signature.h. */
#include "crypto/aws_signature.h"

#include <sodium.h>
#include <string.h>

enum { DATE_LENGTH_OF_TIME = 8, HASH = crypto_auth_hmacsha256_BYTES, SCOPE_LIMIT = 256 };

static void hash_hex(const char *bytes, size_t length, char hex[AWS_HASH_HEX + 1])
{
    unsigned char hash[crypto_hash_sha256_BYTES];

    crypto_hash_sha256(hash, (const unsigned char *)bytes, length);
    sodium_bin2hex(hex, AWS_HASH_HEX + 1, hash, sizeof hash);
}

static void authenticate(unsigned char result[HASH], const unsigned char *key, size_t key_length,
                         const char *text, size_t length)
{
    crypto_auth_hmacsha256_state state;

    crypto_auth_hmacsha256_init(&state, key, key_length);
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)text, length);
    crypto_auth_hmacsha256_final(&state, result);
    sodium_memzero(&state, sizeof state);
}

static void add_names(struct buffer *buffer, const struct aws_request *request)
{
    for (size_t i = 0; i < request->header_count; i++) {
        if (i)
            buffer_add_char(buffer, ';');
        buffer_add_string(buffer, request->headers[i].name);
    }
}

static void add_canonical(struct buffer *buffer, const struct aws_request *request)
{
    buffer_add_string(buffer, request->method);
    buffer_add_char(buffer, '\n');
    buffer_add_string(buffer, request->path);
    buffer_add_char(buffer, '\n');
    buffer_add_string(buffer, request->query);
    buffer_add_char(buffer, '\n');
    for (size_t i = 0; i < request->header_count; i++) {
        buffer_add_string(buffer, request->headers[i].name);
        buffer_add_char(buffer, ':');
        buffer_add_string(buffer, request->headers[i].value);
        buffer_add_char(buffer, '\n');
    }
    buffer_add_char(buffer, '\n');
    add_names(buffer, request);
    buffer_add_char(buffer, '\n');
    buffer_add_string(buffer, request->body_hash);
}

static void add_scope(struct buffer *buffer, const struct aws_key *key, const char *time)
{
    buffer_add(buffer, time, DATE_LENGTH_OF_TIME);
    buffer_add_char(buffer, '/');
    buffer_add_string(buffer, key->region);
    buffer_add_char(buffer, '/');
    buffer_add_string(buffer, key->service);
    buffer_add_string(buffer, "/aws4_request");
}

/* A key for the day, the region and the service. */
static void derive(unsigned char result[HASH], struct arena *arena, const struct aws_key *key,
                   const char *time)
{
    struct text secret = arena_printf(arena, "AWS4%s", key->secret);

    if (!secret.bytes)
        return;
    authenticate(result, (const unsigned char *)secret.bytes, secret.length, time,
                 DATE_LENGTH_OF_TIME);
    authenticate(result, result, HASH, key->region, strlen(key->region));
    authenticate(result, result, HASH, key->service, strlen(key->service));
    authenticate(result, result, HASH, "aws4_request", strlen("aws4_request"));
    sodium_memzero((void *)(uintptr_t)secret.bytes, secret.length);
}

void aws_authorization(struct buffer *buffer, const struct aws_key *key,
                       const struct aws_request *request)
{
    unsigned char derived[HASH] = {0};
    char hex[AWS_HASH_HEX + 1];
    struct buffer canonical;
    struct buffer signed_text;

    buffer_init(&canonical, buffer->arena, 512);
    buffer_init(&signed_text, buffer->arena, SCOPE_LIMIT);
    add_canonical(&canonical, request);
    if (canonical.failed) {
        buffer->failed = true;
        return;
    }
    hash_hex(canonical.bytes, canonical.length, hex);
    buffer_add_string(&signed_text, "AWS4-HMAC-SHA256\n");
    buffer_add_string(&signed_text, request->time);
    buffer_add_char(&signed_text, '\n');
    add_scope(&signed_text, key, request->time);
    buffer_add_char(&signed_text, '\n');
    buffer_add_string(&signed_text, hex);
    derive(derived, buffer->arena, key, request->time);
    authenticate(derived, derived, HASH, signed_text.bytes, signed_text.length);
    sodium_bin2hex(hex, sizeof hex, derived, sizeof derived);
    sodium_memzero(derived, sizeof derived);
    buffer_add_string(buffer, "AWS4-HMAC-SHA256 Credential=");
    buffer_add_string(buffer, key->id);
    buffer_add_char(buffer, '/');
    add_scope(buffer, key, request->time);
    buffer_add_string(buffer, ", SignedHeaders=");
    add_names(buffer, request);
    buffer_add_string(buffer, ", Signature=");
    buffer_add_string(buffer, hex);
    buffer->failed = buffer->failed || signed_text.failed;
}

void aws_encode(struct buffer *buffer, const char *text, bool is_path)
{
    static const char digits[] = "0123456789ABCDEF";
    static const char kept[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;
        if (strchr(kept, *text) || (is_path && *text == '/')) {
            buffer_add_char(buffer, *text);
            continue;
        }
        buffer_add_char(buffer, '%');
        buffer_add_char(buffer, digits[byte >> 4]);
        buffer_add_char(buffer, digits[byte & 15]);
    }
}
