/* audit_chain.h - whether the entries of the audit trail are those that were entered: each fits the
 * hash of the one before it (audit_entry.h). Who tells of a flaw, and to whom, is the caller's affair. */
#ifndef RUNTIME_GUARD_AUDIT_CHAIN_H
#define RUNTIME_GUARD_AUDIT_CHAIN_H

#include "guard/audit_trail.h"

/* As far as the chain has been walked; all zero but `last_is_known` before the first entry. */
struct audit_chain {
    int64_t entries;
    int64_t last_number;
    int64_t last_at;
    int64_t latest;     /* of the entries that are as they should be */
    bool last_is_known; /* its hash is that of the entry before the next one */
    unsigned char last_hash[AUDIT_HASH_BYTES];
};

/* What is wrong with an entry, and before it. */
struct audit_flaws {
    int64_t missing_from; /* the numbers from here up to it have no entry; 0: none is missing */
    bool has_no_hash;
    bool is_changed; /* or moved: its hash does not fit */
    int64_t behind;  /* ms that its time is before that of an earlier entry */
};

/* Goes on to the next entry. */
void audit_chain_add(struct audit_chain *chain, const struct audit_record *record,
                     struct audit_flaws *flaws);

#endif
