/* jwt.h - signed tokens from somebody whose public keys we were given (RFC 7515, 7517, 7518, 7519).
 *
 * Public-key signatures only: RS256/384/512, PS256/384/512, ES256/384 and EdDSA (Ed25519). "none" and
 * the HMAC algorithms are not in the table, so that no public key can be taken for a shared secret,
 * and a key is used with its own kind of algorithm alone. */
#ifndef RUNTIME_CRYPTO_JWT_H
#define RUNTIME_CRYPTO_JWT_H

#include "base/arena.h"
#include "base/text.h"

#include <cjson/cJSON.h>

enum { JWT_KEY_LIMIT = 32 };

struct jwt_keys {
    struct jwt_key *keys;
    size_t count;
};

/* Reads public keys: a JWK Set, or PEM blocks (public keys or certificates). Keys of other kinds are
 * passed over. False when there is none that can be used. jwt_keys_release() frees what the arena
 * does not. */
bool jwt_keys_read(struct arena *arena, struct text file, struct jwt_keys *keys);
void jwt_keys_release(struct jwt_keys *keys);

/* The claims of a token in compact form with a signature by one of the keys; NULL otherwise. Dates
 * and names in the claims are the caller's to check. */
cJSON *jwt_verify(struct arena *arena, const struct jwt_keys *keys, struct text token);

#endif
