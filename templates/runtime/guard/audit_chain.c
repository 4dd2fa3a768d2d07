/* audit_chain.c - see audit_chain.h. */
#include "guard/audit_chain.h"

#include <string.h>

void audit_chain_add(struct audit_chain *chain, const struct audit_record *record,
                     struct audit_flaws *flaws)
{
    int64_t number = record->entry.number;
    unsigned char hash[AUDIT_HASH_BYTES];

    *flaws = (struct audit_flaws){.has_no_hash = record->hash.length != AUDIT_HASH_BYTES};
    if (number > chain->last_number + 1) {
        flaws->missing_from = chain->last_number + 1;
        chain->last_is_known = false;
    }
    audit_entry_hash(&record->entry, chain->last_hash, hash);
    if (!flaws->has_no_hash && chain->last_is_known) {
        flaws->is_changed = memcmp(hash, record->hash.bytes, sizeof hash) != 0;
        /* A server never goes back behind an earlier entry. */
        if (!flaws->is_changed && record->entry.at < chain->latest)
            flaws->behind = chain->latest - record->entry.at;
        else if (!flaws->is_changed)
            chain->latest = record->entry.at;
    }
    chain->entries++;
    chain->last_number = number;
    chain->last_at = record->entry.at;
    chain->last_is_known = !flaws->has_no_hash;
    if (!flaws->has_no_hash)
        memcpy(chain->last_hash, record->hash.bytes, AUDIT_HASH_BYTES);
}
