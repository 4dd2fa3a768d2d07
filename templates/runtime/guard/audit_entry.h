/* audit_entry.h - an entry of the audit trail, and the hash that chains it to the one before.
 *
 * The hash of an entry is BLAKE2b-256 (RFC 7693: 32 bytes of output, no key) over, in this order:
 *
 *   the hash of the entry before it, 32 bytes; before the first one 32 zeros
 *   number    8 bytes, big-endian; the first entry's is 1, and each is one more than the last
 *   at        8 bytes, big-endian, two's complement: milliseconds since 1970-01-01 UTC
 *   actor, action, entityType, entityId, payload
 *             each its length in bytes (8 bytes, big-endian) and its UTF-8 bytes; what is NULL has
 *             the length 2^64 - 1 and no bytes
 *
 * An entry says so much of all that were before it: one cannot be changed, removed or moved without
 * every later hash being made anew, and then the last one is no more what an anchor says. */
#ifndef RUNTIME_GUARD_AUDIT_ENTRY_H
#define RUNTIME_GUARD_AUDIT_ENTRY_H

#include "base/text.h"

#include <stdint.h>

enum { AUDIT_HASH_BYTES = 32 };

struct audit_person;

struct audit_entry {
    int64_t number;
    int64_t at;              /* ms since 1970-01-01 UTC */
    struct text actor;       /* a user's id; no text: nobody was signed in */
    struct text action;      /* "create", "read", "sign-in", ... */
    struct text entity_type; /* a class */
    struct text entity_id;   /* "" where it is about several objects or none */
    struct text payload;     /* a JSON object, or no text */
    const struct audit_person
        *person; /* whom its texts are about, before they are sealed; or NULL */
};

/* The entry's hash; `previous` is that of the entry before. */
void audit_entry_hash(const struct audit_entry *entry, const unsigned char *previous,
                      unsigned char *hash);

#endif
