/* session_token.c - see session_token.h. */
#include "crypto/session_token.h"

#include "formats/encoding.h"

#include <sodium.h>

struct text session_token_new(struct arena *arena)
{
    struct text hex = random_hex(arena, 32);

    return hex.bytes ? arena_printf(arena, "r:%s", hex.bytes) : text_none();
}

void session_token_hash(struct text token, unsigned char *hash)
{
    crypto_generichash(hash, SESSION_TOKEN_HASH_BYTES, (const unsigned char *)token.bytes,
                       token.length, NULL, 0);
}

void session_token_keep(const struct ring_key *key, struct text token, struct kept_token *kept)
{
    if (sodium_is_zero(key->bytes, KEY_BYTES)) {
        kept->length = SESSION_TOKEN_HASH_BYTES;
        session_token_hash(token, kept->bytes);
        return;
    }
    kept->length = SESSION_TOKEN_KEPT_BYTES;
    memcpy(kept->bytes, key->id, KEY_ID_BYTES);
    crypto_generichash(kept->bytes + KEY_ID_BYTES, SESSION_TOKEN_HASH_BYTES,
                       (const unsigned char *)token.bytes, token.length, key->bytes, KEY_BYTES);
}

bool session_token_take_keyless(struct key_list *list)
{
    static const char zeros[KEY_CHARACTERS + 1] =
        "0000000000000000000000000000000000000000000000000000000000000000";
    struct key_list keyless;
    const char *fault;

    if (list->count == KEY_RING_LIMIT ||
        !key_list_read(KEY_SESSION, text_of(zeros), &keyless, &fault))
        return false;
    list->keys[list->count++] = keyless.keys[0];
    return true;
}
