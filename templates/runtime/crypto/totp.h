/* totp.h - one-time codes of six digits that change every 30 seconds (RFC 6238, with SHA-1, which
 * is what authenticator apps speak). */
#ifndef RUNTIME_CRYPTO_TOTP_H
#define RUNTIME_CRYPTO_TOTP_H

#include "base/arena.h"
#include "base/text.h"

#include <stdint.h>

/* Reads a secret in base32 (RFC 4648), in either case, with or without spaces and padding; no text
 * when it is none. */
struct text totp_read_secret(struct arena *arena, struct text base32);

/* The time step whose code this is, among the one at `now` (ms) and its two neighbours, since
 * clocks differ; -1: none. Takes as long for a wrong code as for a right one. */
int64_t totp_find_step(struct text key, struct text code, int64_t now);

#endif
