/* audit_trail.h - the audit trail as it stands in a database file: read entry by entry. */
#ifndef RUNTIME_GUARD_AUDIT_TRAIL_H
#define RUNTIME_GUARD_AUDIT_TRAIL_H

#include "guard/audit_entry.h"
#include "store/sql.h"

/* What stands in one row. */
struct audit_record {
    struct audit_entry entry; /* its texts live until the next record */
    struct text hash;
};

/* Calls visit() for each entry whose number is greater than `after`, in the order of their numbers,
 * until it returns false. Fails when the file cannot be read on; store_error() tells why. */
bool audit_trail_walk(struct context *context, struct store_connection *store, int64_t after,
                      bool (*visit)(void *state, const struct audit_record *record), void *state);

/* Appends the entry as a JSON object, as `audit export` and syslog have it. */
void audit_record_write(struct buffer *line, const struct audit_record *record);

#endif
