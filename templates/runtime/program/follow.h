/* follow.h - `NAME-server backup --follow`: a backup, and beside it a log of what the server commits from there on,
 * so that every moment can be restored (docs/operating.md).
 *
 * One thread reads (follow_watch.h), one puts away, and one makes the next backup while the log goes on. Until that
 * is there, what comes goes to the logs of both: so one backup follows the other without a gap. */
#ifndef RUNTIME_PROGRAM_FOLLOW_H
#define RUNTIME_PROGRAM_FOLLOW_H

#include "base/arena.h"
#include "model/class.h"
#include "outside/object_store.h"

#include <stddef.h>
#include <stdint.h>

struct follow_order {
    const char *path; /* of the backups */
    const char *data; /* the server's folder */
    bool with_keys;
    bool despite_faults;
    size_t keep;           /* backups, with their logs */
    int64_t every_seconds; /* a backup is made anew */
    int64_t log_limit;     /* bytes of the server's log that it may keep from being begun anew */
    const struct object_store_words *bucket; /* that is kept as the folder is, or NULL */
    int64_t bucket_seconds;
};

/* Follows until SIGTERM or SIGINT comes; what was answered by then is put away. False, with the reason in the log,
 * when it cannot begin. */
bool follow(const struct app *app, const struct follow_order *order);

#endif
