/* seal.c - see seal.h. A sealed secret is the nonce, then what libsodium makes of it. */
#include "crypto/seal.h"

#include <sodium.h>

enum {
    KEY_BYTES = crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
    NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    MORE_BYTES = NONCE_BYTES + crypto_aead_xchacha20poly1305_ietf_ABYTES
};

static bool read_key(struct text hex, unsigned char *key)
{
    size_t length;

    return hex.length == SEAL_KEY_CHARACTERS &&
           sodium_hex2bin(key, KEY_BYTES, hex.bytes, hex.length, NULL, &length, NULL) == 0 &&
           length == KEY_BYTES;
}

bool seal(struct context *context, struct text key, struct text owner, struct text secret,
          struct text *sealed)
{
    unsigned char key_bytes[KEY_BYTES];
    unsigned char *bytes = arena_alloc(context->arena, secret.length + MORE_BYTES);
    unsigned long long length = 0;

    if (!bytes || !read_key(key, key_bytes))
        return fail_internal(context, "a secret could not be sealed");
    randombytes_buf(bytes, NONCE_BYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        bytes + NONCE_BYTES, &length, (const unsigned char *)secret.bytes, secret.length,
        (const unsigned char *)owner.bytes, owner.length, NULL, bytes, key_bytes);
    sodium_memzero(key_bytes, sizeof key_bytes);
    *sealed = (struct text){(const char *)bytes, NONCE_BYTES + (size_t)length};
    return true;
}

bool unseal(struct context *context, struct text key, struct text owner, struct text sealed,
            struct text *secret)
{
    const unsigned char *bytes = (const unsigned char *)sealed.bytes;
    unsigned char key_bytes[KEY_BYTES];
    unsigned char *opened = arena_alloc(context->arena, sealed.length + 1);
    unsigned long long length = 0;
    bool done;

    if (!opened || sealed.length < MORE_BYTES || !read_key(key, key_bytes))
        return fail_internal(context, "a secret could not be opened");
    done = crypto_aead_xchacha20poly1305_ietf_decrypt(
               opened, &length, NULL, bytes + NONCE_BYTES, sealed.length - NONCE_BYTES,
               (const unsigned char *)owner.bytes, owner.length, bytes, key_bytes) == 0;
    sodium_memzero(key_bytes, sizeof key_bytes);
    *secret = (struct text){(const char *)opened, (size_t)length};
    return done ? true : fail_internal(context, "a sealed secret was tampered with");
}
