/* session_token.h - session tokens: "r:" and 128 random bits in hex, kept only as their hash.
 *
 * Whoever reads the database cannot sign in with what is there. */
#ifndef RUNTIME_CRYPTO_SESSION_TOKEN_H
#define RUNTIME_CRYPTO_SESSION_TOKEN_H

#include "base/arena.h"
#include "base/text.h"

enum { SESSION_TOKEN_HASH_BYTES = 32 };

/* A new token. */
struct text session_token_new(struct arena *arena);

/* BLAKE2b-256 of the token (RFC 7693), SESSION_TOKEN_HASH_BYTES long. */
void session_token_hash(struct text token, unsigned char *hash);

#endif
