/* audit_anchor.h - a signed statement of where the audit trail ended at some time.
 *
 * The chain of hashes shows what was changed within it; who can write the database file can make all of
 * it anew, though. What was anchored before, and is kept where that person cannot reach, gives that
 * away. An anchor is one line of JSON:
 *
 *   {"app": NAME, "number": N, "hash": HEX, "at": ISO 8601, "publicKey": HEX, "signature": HEX}
 *
 * The entry N has the hash; before there is an entry N is 0 and the hash is zeros. The signature is
 * Ed25519 (RFC 8032) over the lines "caregen audit anchor 1", NAME, N, HEX of the hash, and the
 * time, each ended by a newline. The key is DATA/audit-key: 64 hex digits, the secret seed. */
#ifndef RUNTIME_PROGRAM_AUDIT_ANCHOR_H
#define RUNTIME_PROGRAM_AUDIT_ANCHOR_H

#include "base/buffer.h"
#include "base/context.h"
#include "guard/audit_entry.h"

enum { AUDIT_PUBLIC_KEY_BYTES = 32, AUDIT_KEY_CHARACTERS = 64 };

struct audit_anchor {
    struct text app;
    int64_t number;
    unsigned char hash[AUDIT_HASH_BYTES];
    int64_t at; /* ms */
    unsigned char public_key[AUDIT_PUBLIC_KEY_BYTES];
};

/* Reads the key DATA/audit-key, or makes it, mode 0600. False when it cannot be; the reason went to
 * the log. */
bool audit_key_keep(struct arena *arena, const char *data, struct text *key);

/* The key as it stands there; no text when there is none. */
struct text audit_key_find(struct arena *arena, const char *data);

/* Reads the public half of DATA/audit-key; false when there is no such file, or it holds no key. */
bool audit_key_read_public(struct arena *arena, const char *data, unsigned char *public_key);

/* Appends the line of an anchor, signed with DATA/audit-key; its public key is filled in. */
bool audit_anchor_write(struct buffer *line, const char *data, struct audit_anchor *anchor);

/* Reads a line. Fails with a message that says what is wrong: that it is no anchor, or that its
 * signature does not fit. */
bool audit_anchor_read(struct context *context, struct text line, struct audit_anchor *anchor);

#endif
