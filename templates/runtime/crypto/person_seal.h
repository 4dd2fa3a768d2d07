/* person_seal.h - texts about a person, sealed under a key that is the person's alone: with the key they go, wherever
 * the bytes are kept. */
#ifndef RUNTIME_CRYPTO_PERSON_SEAL_H
#define RUNTIME_CRYPTO_PERSON_SEAL_H

#include "base/context.h"

enum { PERSON_KEY_BYTES = 32 };

/* A new key; the bytes are the arena's. No text: out of memory. */
struct text person_key_make(struct arena *arena);

/* XChaCha20-Poly1305, bound to the person: what is sealed opens for nobody else. The bytes are the arena's. */
bool person_seal(struct context *context, struct text key, struct text person, struct text secret,
                 struct text *sealed);

/* *secret has no text when the bytes are not what person_seal() made with this key for this person. */
bool person_unseal(struct context *context, struct text key, struct text person, struct text sealed,
                   struct text *secret);

#endif
