/* password.c - see password.h. */
#include "crypto/password.h"

#include <sodium.h>

enum {
    PASSES = 4,
    MEMORY = 9 * 1024 * 1024 /* bytes */
};

bool password_hash(struct context *context, struct text password, struct text *hash)
{
    char *text = arena_alloc(context->arena, crypto_pwhash_STRBYTES);

    if (!text || crypto_pwhash_str_alg(text, password.bytes, password.length, PASSES, MEMORY,
                                       crypto_pwhash_ALG_ARGON2ID13) != 0)
        return fail_internal(context, "password hashing ran out of memory");
    *hash = text_of(text);
    return true;
}

bool password_matches(struct text hash, struct text password)
{
    /* The hash of a random password that nobody kept, with the parameters above. */
    static const char nobody[crypto_pwhash_STRBYTES] =
        "$argon2id$v=19$m=9216,t=4,p=1$dGhlcmUgaXMgbm8gc2FsdA$"
        "q1fGzXyQdKcVqcgCgk1e0kM1T2wYvXgOqfQj3qUuJ9s";
    char text[crypto_pwhash_STRBYTES] = {0};
    bool known = hash.bytes && hash.length < sizeof text;
    bool matches;

    memcpy(text, known ? hash.bytes : nobody, known ? hash.length : strlen(nobody));
    matches = crypto_pwhash_str_verify(text, password.bytes, password.length) == 0 && known;
    sodium_memzero(text, sizeof text);
    return matches;
}
