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
 * time, each ended by a newline. The key is the newest of DATA/audit-key, the secret seed. */
#ifndef RUNTIME_PROGRAM_AUDIT_ANCHOR_H
#define RUNTIME_PROGRAM_AUDIT_ANCHOR_H

#include "base/buffer.h"
#include "base/context.h"
#include "guard/audit_entry.h"
#include "guard/audit_handover.h"

struct audit_anchor {
    struct text app;
    int64_t number;
    unsigned char hash[AUDIT_HASH_BYTES];
    int64_t at; /* ms */
    unsigned char public_key[AUDIT_PUBLIC_KEY_BYTES];
};

/* Appends the line of an anchor, signed with the newest key of the ring KEY_AUDIT; its public key is filled in. False
 * when there is none. */
bool audit_anchor_write(struct buffer *line, struct audit_anchor *anchor);

/* Reads a line. Fails with a message that says what is wrong: that it is no anchor, or that its
 * signature does not fit. */
bool audit_anchor_read(struct context *context, struct text line, struct audit_anchor *anchor);

#endif
