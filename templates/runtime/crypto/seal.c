/* seal.c - see seal.h. A sealed secret is the key's id, the nonce, then what libsodium makes of it; before there
 * were ids, it was what follows. */
#include "crypto/seal.h"

#include <sodium.h>

enum {
    NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG_BYTES = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    WRAPPING =
        3 /* which of the keys that are derived from one of KEY_FILE: 1 and 2 are in files/ */
};
_Static_assert(KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
               "a key is one of the cipher");
_Static_assert(SEAL_MORE_BYTES == KEY_ID_BYTES + NONCE_BYTES + TAG_BYTES, "what seal() adds");

/* The key as this cipher has it: that of a ring which has other uses is a derived one. */
static void key_of(enum key_purpose purpose, const struct ring_key *key, unsigned char *bytes)
{
    if (purpose == KEY_FILE)
        ring_key_derive(key, WRAPPING, bytes);
    else
        memcpy(bytes, key->bytes, KEY_BYTES);
}

bool seal(struct context *context, enum key_purpose purpose, struct text owner, struct text secret,
          struct text *sealed)
{
    const struct ring_key *key = key_ring_newest(purpose);
    unsigned char *bytes = arena_alloc(context->arena, secret.length + SEAL_MORE_BYTES);
    unsigned char *nonce = bytes ? bytes + KEY_ID_BYTES : NULL;
    unsigned char key_bytes[KEY_BYTES];
    unsigned long long length = 0;

    if (!bytes || !key)
        return fail_internal(context, "a secret could not be sealed");
    memcpy(bytes, key->id, KEY_ID_BYTES);
    randombytes_buf(nonce, NONCE_BYTES);
    key_of(purpose, key, key_bytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        nonce + NONCE_BYTES, &length, (const unsigned char *)secret.bytes, secret.length,
        (const unsigned char *)owner.bytes, owner.length, NULL, nonce, key_bytes);
    sodium_memzero(key_bytes, sizeof key_bytes);
    *sealed = (struct text){(const char *)bytes, KEY_ID_BYTES + NONCE_BYTES + (size_t)length};
    return true;
}

/* Opens a nonce and what follows it. */
static bool open_with(enum key_purpose purpose, const struct ring_key *key, struct text owner,
                      struct text sealed, unsigned char *opened, struct text *secret)
{
    const unsigned char *bytes = (const unsigned char *)sealed.bytes;
    unsigned char key_bytes[KEY_BYTES];
    unsigned long long length = 0;
    bool done;

    if (sealed.length < NONCE_BYTES + TAG_BYTES)
        return false;
    key_of(purpose, key, key_bytes);
    done = crypto_aead_xchacha20poly1305_ietf_decrypt(
               opened, &length, NULL, bytes + NONCE_BYTES, sealed.length - NONCE_BYTES,
               (const unsigned char *)owner.bytes, owner.length, bytes, key_bytes) == 0;
    sodium_memzero(key_bytes, sizeof key_bytes);
    *secret = (struct text){(const char *)opened, (size_t)length};
    return done;
}

bool unseal(struct context *context, enum key_purpose purpose, struct text owner,
            struct text sealed, struct text *secret)
{
    unsigned char *opened = arena_alloc(context->arena, sealed.length + 1);
    const struct ring_key *key;
    struct text behind_id;

    if (!opened || sealed.length < KEY_ID_BYTES)
        return fail_internal(context, "a secret could not be opened");
    behind_id = (struct text){sealed.bytes + KEY_ID_BYTES, sealed.length - KEY_ID_BYTES};
    key = key_ring_find(purpose, (const unsigned char *)sealed.bytes);
    if (key && open_with(purpose, key, owner, behind_id, opened, secret))
        return true;
    key = NULL;
    while ((key = key_ring_next(purpose, key)))
        if (open_with(purpose, key, owner, sealed, opened, secret))
            return true;
    return fail_internal(context, "a sealed secret was tampered with");
}

bool seal_is_newest(enum key_purpose purpose, struct text sealed)
{
    const struct ring_key *key = key_ring_newest(purpose);

    return key && sealed.length >= KEY_ID_BYTES && memcmp(sealed.bytes, key->id, KEY_ID_BYTES) == 0;
}
