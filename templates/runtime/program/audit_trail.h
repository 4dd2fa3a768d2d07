/* audit_trail.h - the audit trail as it stands in a database file: read entry by entry. */
#ifndef RUNTIME_PROGRAM_AUDIT_TRAIL_H
#define RUNTIME_PROGRAM_AUDIT_TRAIL_H

#include "guard/audit_entry.h"
#include "store/store.h"

/* What stands in one row. */
struct audit_record {
    struct audit_entry entry; /* its texts live until the next record */
    struct text hash;
};

/* Calls visit() for each entry whose number is greater than `after`, in the order of their numbers,
 * until it returns false. False, with store_error() to tell why, when the file cannot be read on. */
bool audit_trail_walk(struct store_connection *store, int64_t after,
                      bool (*visit)(void *state, const struct audit_record *record), void *state);

#endif
