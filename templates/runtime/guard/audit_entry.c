/* audit_entry.c - see audit_entry.h. */
#include "guard/audit_entry.h"

#include <sodium.h>

enum { INTEGER_BYTES = 8 };

static void add_integer(crypto_generichash_state *state, uint64_t integer)
{
    unsigned char bytes[INTEGER_BYTES];

    for (int i = INTEGER_BYTES - 1; i >= 0; i--) {
        bytes[i] = (unsigned char)(integer & 0xff);
        integer >>= 8;
    }
    crypto_generichash_update(state, bytes, sizeof bytes);
}

static void add_text(crypto_generichash_state *state, struct text text)
{
    add_integer(state, text.bytes ? text.length : UINT64_MAX);
    if (text.bytes)
        crypto_generichash_update(state, (const unsigned char *)text.bytes, text.length);
}

void audit_entry_hash(const struct audit_entry *entry, const unsigned char *previous,
                      unsigned char *hash)
{
    crypto_generichash_state state;

    crypto_generichash_init(&state, NULL, 0, AUDIT_HASH_BYTES);
    crypto_generichash_update(&state, previous, AUDIT_HASH_BYTES);
    add_integer(&state, (uint64_t)entry->number);
    add_integer(&state, (uint64_t)entry->at);
    add_text(&state, entry->actor);
    add_text(&state, entry->action);
    add_text(&state, entry->entity_type);
    add_text(&state, entry->entity_id);
    add_text(&state, entry->payload);
    crypto_generichash_final(&state, hash, AUDIT_HASH_BYTES);
}
