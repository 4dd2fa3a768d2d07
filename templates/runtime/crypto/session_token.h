/* session_token.h - session tokens: "r:" and 128 random bits in hex, kept only as their hash.
 *
 * Whoever reads the database cannot sign in with what is there. */
#ifndef RUNTIME_CRYPTO_SESSION_TOKEN_H
#define RUNTIME_CRYPTO_SESSION_TOKEN_H

#include "base/arena.h"
#include "base/text.h"
#include "crypto/key_ring.h"

enum {
    SESSION_TOKEN_HASH_BYTES = 32,
    SESSION_TOKEN_KEPT_BYTES = KEY_ID_BYTES + SESSION_TOKEN_HASH_BYTES
};

/* A new token. */
struct text session_token_new(struct arena *arena);

/* BLAKE2b-256 of the token (RFC 7693), SESSION_TOKEN_HASH_BYTES long. */
void session_token_hash(struct text token, unsigned char *hash);

/* What the database keeps of the token of a session. */
struct kept_token {
    unsigned char bytes[SESSION_TOKEN_KEPT_BYTES];
    size_t length;
};

/* The id of a session-key, and BLAKE2b-256 of the token under that key: who writes the database and has no key makes no
 * session. Before there were such keys it was the hash without a key, which a key of zeros stands for: it is in the ring
 * as long as there may be such sessions. */
void session_token_keep(const struct ring_key *key, struct text token, struct kept_token *kept);

/* Makes the list's last key that one. False when there is no room. */
bool session_token_take_keyless(struct key_list *list);

#endif
