/* seal.h - secrets that the server must read again (those of second factors), kept encrypted.
 *
 * XChaCha20-Poly1305 with the key of DATA/seal-key, so that a copy of the database alone is worth
 * nothing. A sealed secret opens only for the owner it was sealed for. */
#ifndef RUNTIME_CRYPTO_SEAL_H
#define RUNTIME_CRYPTO_SEAL_H

#include "base/context.h"

enum { SEAL_KEY_CHARACTERS = 64 }; /* hex */

bool seal(struct context *context, struct text key, struct text owner, struct text secret,
          struct text *sealed);

/* Fails with 1 (an internal error) when the bytes are not what seal() made for this owner. */
bool unseal(struct context *context, struct text key, struct text owner, struct text sealed,
            struct text *secret);

#endif
