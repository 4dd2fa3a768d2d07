/* store_tail.h - the engine's log, read by another process as it is written.
 *
 * Each change is in the log, page by page, until the server begins the log anew; that it does not while
 * somebody reads an earlier part of it. A tail is such a reader: of two views of the database, it begins the
 * newer one, reads what the log has up to there, and only then ends the older one. Whatever the server does
 * in between, nothing is passed over: a view of a log that is not yet copied to the database keeps the log;
 * one of a log that is, lets it be begun anew, once, and from there on keeps it. Frames are as
 * sqlite.org/fileformat2.html#walformat has them. Nobody is kept from writing. */
#ifndef RUNTIME_STORE_STORE_TAIL_H
#define RUNTIME_STORE_STORE_TAIL_H

#include "store/store.h"

#include <sys/types.h>

enum { TAIL_SALT_BYTES = 8, TAIL_FRAME_HEAD = 24 };

/* Behind which frame of which log. */
struct tail_position {
    unsigned char salts[TAIL_SALT_BYTES]; /* others for each log */
    uint32_t frame;                       /* 0: before the first */
    uint32_t sums[2];                     /* the log's own, over all frames up to it */
};

struct store_tail;

/* Opens the database to follow it from where it is, or from a position where it was left. NULL, with the
 * reason in the log, when it cannot be opened. */
struct store_tail *store_tail_open(const char *path);

/* Begins to follow from a position; false when the log does not have it any more. */
bool store_tail_resume(struct store_tail *tail, const struct tail_position *position);

/* NULL is allowed. Leaves the log as it is, also when nobody else has the database open. */
void store_tail_close(struct store_tail *tail);

/* Up to where it has read. */
const struct tail_position *store_tail_position(const struct store_tail *tail);

enum tail_news {
    TAIL_SAME,   /* nothing was committed since */
    TAIL_MORE,   /* there is something to read */
    TAIL_UNSEEN, /* it could not be looked at: there may be something, too */
    TAIL_LOST    /* the log is not the one that it was: begin anew */
};

/* Looks at what has been committed; what was found last has been read. */
enum tail_news store_tail_look(struct store_tail *tail);

/* Reads whole frames, at most `limit` bytes, up to what store_tail_look() found. How many bytes, 0 at the end,
 * -1 when the log is not what it should be. */
ssize_t store_tail_read(struct store_tail *tail, unsigned char *bytes, size_t limit);

/* Whether all of that has been read: the frames up to here end with a commit. */
bool store_tail_is_read(const struct store_tail *tail);

size_t store_tail_frame_bytes(const struct store_tail *tail);

/* How large the log is, in bytes, as far as it is in use. */
int64_t store_tail_log_bytes(const struct store_tail *tail);

/* Whether the file is still the one that its path names. */
bool store_tail_is_current(const struct store_tail *tail);

/* Begins a view of another connection's, STORE_INSPECT, at the position; false when there is news. It ends with
 * the connection. */
bool store_tail_share(struct store_tail *tail, struct store_connection *connection);

/* Says whether the log is read as it is written: only then does the writer wait for that, at its checkpoints. */
void store_tail_keeps_up(struct store_tail *tail, bool does);

/* The writer's question: whether somebody follows the database, and keeps up. */
bool store_tail_is_followed(const char *path);

#endif
