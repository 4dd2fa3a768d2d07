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
