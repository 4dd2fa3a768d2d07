/* audit_handover.h - one audit-key follows another: both sign so, in an entry of the trail.
 *
 * Anchors (program/audit_anchor.h) are signed by the newest audit-key. Whoever knows one key, old or new, finds by these
 * entries which ones are the same server's. The payload of such an entry ("rotate-key") is
 *
 *   {"purpose": "audit", "from": ID, "to": ID, "fromPublicKey": HEX, "publicKey": HEX, "at": ISO 8601,
 *    "fromSignature": HEX, "signature": HEX}
 *
 * where both signatures are Ed25519 over the lines "caregen audit key 1", the app's name, the two public keys in hex and
 * the time, each ended by a newline. */
#ifndef RUNTIME_GUARD_AUDIT_HANDOVER_H
#define RUNTIME_GUARD_AUDIT_HANDOVER_H

#include "crypto/key_ring.h"
#include "store/sql.h"

enum { AUDIT_PUBLIC_KEY_BYTES = 32 };

/* The public half of an audit-key. */
void audit_key_public(const struct ring_key *key, unsigned char *public_key);

/* Appends the members of the payload from "fromPublicKey" on, without braces. */
void audit_handover_write(struct buffer *buffer, const char *app, const struct ring_key *from,
                          const struct ring_key *to, int64_t now);

/* Public keys. */
struct audit_keys {
    unsigned char keys[2 * KEY_RING_LIMIT][AUDIT_PUBLIC_KEY_BYTES];
    size_t count;
};

bool audit_keys_have(const struct audit_keys *keys, const unsigned char *public_key);

/* The keys of the ring KEY_AUDIT, and those that, by the trail's entries, came before one of them. */
bool audit_keys_collect(struct context *context, struct store_connection *store, const char *app,
                        struct audit_keys *keys);

#endif
