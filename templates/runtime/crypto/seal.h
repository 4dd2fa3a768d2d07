/* seal.h - small secrets that the server must read again, kept encrypted: fields, second factors, other keys.
 *
 * XChaCha20-Poly1305 under the newest key of a ring, so that a copy of the database alone is worth nothing. What is
 * sealed begins with the id of its key; what an earlier version sealed has none, and is tried with each, from the
 * oldest on. It opens only for the owner it was sealed for.
 *
 * To keep a key in the database, sealed by a ring's (wrapped), is the same: seal() its bytes for an owner that
 * names whose it is, unseal() them, and give the column a row in write/sealed_places.c, so that a rotation takes it
 * along. */
#ifndef RUNTIME_CRYPTO_SEAL_H
#define RUNTIME_CRYPTO_SEAL_H

#include "base/context.h"
#include "crypto/key_ring.h"

/* What is sealed is longer than the secret by so many bytes. */
enum { SEAL_MORE_BYTES = KEY_ID_BYTES + 24 + 16 };

/* Under the newest key of the ring; the bytes are the arena's. */
bool seal(struct context *context, enum key_purpose purpose, struct text owner, struct text secret,
          struct text *sealed);

/* Fails with 1 (an internal error) when the bytes are not what seal() made for this owner, or the key is gone. */
bool unseal(struct context *context, enum key_purpose purpose, struct text owner,
            struct text sealed, struct text *secret);

/* Whether the bytes name the ring's newest key: a rotation need not take them along. */
bool seal_is_newest(enum key_purpose purpose, struct text sealed);

#endif
