/* password.h - password hashes.
 *
 * Argon2id through libsodium (RFC 9106). The parameters are one of the configurations that OWASP's
 * Password Storage Cheat Sheet lists as equal: 9 MiB, 4 passes, 1 lane; the smaller memory keeps a
 * server under a flood of log-ins small. */
#ifndef RUNTIME_CRYPTO_PASSWORD_H
#define RUNTIME_CRYPTO_PASSWORD_H

#include "base/context.h"

/* The hash of a password, as libsodium's self-describing text. */
bool password_hash(struct context *context, struct text password, struct text *hash);

/* Whether the password belongs to the hash. With no hash, takes as long and answers false, so that
 * the time does not tell whether an account exists. */
bool password_matches(struct text hash, struct text password);

#endif
