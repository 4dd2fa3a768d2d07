/* person_seal.c - see person_seal.h. Sealed is the nonce, then what libsodium makes of the text. */
#include "crypto/person_seal.h"

#include <sodium.h>

enum {
    NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    MORE_BYTES = NONCE_BYTES + crypto_aead_xchacha20poly1305_ietf_ABYTES
};

_Static_assert(PERSON_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
               "a person's key is one of the cipher's");

struct text person_key_make(struct arena *arena)
{
    unsigned char *key = arena_alloc(arena, PERSON_KEY_BYTES);

    if (!key)
        return text_none();
    randombytes_buf(key, PERSON_KEY_BYTES);
    return (struct text){(const char *)key, PERSON_KEY_BYTES};
}

bool person_seal(struct context *context, struct text key, struct text person, struct text secret,
                 struct text *sealed)
{
    unsigned char *bytes = arena_alloc(context->arena, secret.length + MORE_BYTES);
    unsigned long long length = 0;

    if (!bytes || key.length != PERSON_KEY_BYTES)
        return fail_internal(context, "a text about a person could not be sealed");
    randombytes_buf(bytes, NONCE_BYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes + NONCE_BYTES, &length,
                                               (const unsigned char *)secret.bytes, secret.length,
                                               (const unsigned char *)person.bytes, person.length,
                                               NULL, bytes, (const unsigned char *)key.bytes);
    *sealed = (struct text){(const char *)bytes, NONCE_BYTES + (size_t)length};
    return true;
}

bool person_unseal(struct context *context, struct text key, struct text person, struct text sealed,
                   struct text *secret)
{
    const unsigned char *bytes = (const unsigned char *)sealed.bytes;
    unsigned char *opened = arena_alloc(context->arena, sealed.length + 1);
    unsigned long long length = 0;

    *secret = text_none();
    if (!opened)
        return fail_internal(context, "out of memory");
    if (key.length == PERSON_KEY_BYTES && sealed.length >= MORE_BYTES &&
        crypto_aead_xchacha20poly1305_ietf_decrypt(
            opened, &length, NULL, bytes + NONCE_BYTES, sealed.length - NONCE_BYTES,
            (const unsigned char *)person.bytes, person.length, bytes,
            (const unsigned char *)key.bytes) == 0)
        *secret = (struct text){(const char *)opened, (size_t)length};
    return true;
}
