/* follow_clearing.h - contents of files that the server keeps for its follower until they are put away
 * (DATA/files/followed), and that go then. */
#ifndef RUNTIME_PROGRAM_FOLLOW_CLEARING_H
#define RUNTIME_PROGRAM_FOLLOW_CLEARING_H

#include "program/follow_log.h"
#include "program/follow_watch.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct follow_clearing {
    struct follow_file *files; /* contents that may go at the next time */
    size_t count;
    int64_t seen_at; /* they were there, ms */
    int64_t next_at; /* by wait_clock() */
};

/* False when out of memory. */
bool follow_clearing_new(struct follow_clearing *clearing);

/* Now and then: what was there at the last time goes, when all that had come until then is put away, as `through`
 * says. */
void follow_clear(struct follow_clearing *clearing, struct follow_watch *watch, int64_t through);

#endif
