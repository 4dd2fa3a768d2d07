/* overlap.h - rows that may not share time: two appointments of one provider, say. */
#ifndef RUNTIME_WRITE_OVERLAP_H
#define RUNTIME_WRITE_OVERLAP_H

#include "write/row_change.h"

/* After an insert or an update, within its savepoint: fails with 142 where the row ends before it
 * begins, and with 137 where another one that the rule is about overlaps it. A row's time goes from
 * its beginning to its end, without the end; a row without an end is a moment, which overlaps
 * those that begin with it and those that it falls into. Binds the master key, too. Since all writes
 * go through one thread, of two at once the second finds the first. */
bool overlap_check(struct row_change *change, const struct no_overlap *rule);

#endif
