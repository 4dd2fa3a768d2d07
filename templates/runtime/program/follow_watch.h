/* follow_watch.h - a thread that reads what a server commits, as it does, for another one to put away.
 *
 * It never touches the place where that goes, so whatever happens there, the server's log is let go in time:
 * when what waits fills its memory, and the log has become larger than it may, the thread gives up, and says so
 * with the last item. */
#ifndef RUNTIME_PROGRAM_FOLLOW_WATCH_H
#define RUNTIME_PROGRAM_FOLLOW_WATCH_H

#include "program/follow_log.h"

struct follow_watch;

enum { FOLLOW_RECENT = 600000 /* ms: longer no upload takes between its contents and its row */ };

enum follow_item_kind {
    ITEM_RECORD, /* to be added to the log; before a FOLLOW_FILE's, its contents are to be there */
    ITEM_BACKUP, /* a backup of the database as it is here was begun */
    ITEM_LOST    /* what comes next does not follow from what was before */
};

struct follow_item {
    struct follow_item *next;
    enum follow_item_kind kind;
    struct follow_record record;
    uint64_t backup; /* ITEM_BACKUP: which one, as the caller counts them */
    struct tail_position position;
    unsigned char payload[]; /* of FOLLOW_FILE, without size and digest so far */
};

struct follow_watch_plan {
    const char *data;     /* the server's folder */
    const char *database; /* its path */
    bool is_audited;
    int64_t log_limit; /* bytes */
};

/* Starts the thread, which waits to be told what to follow. NULL when that fails. */
struct follow_watch *follow_watch_start(const struct follow_watch_plan *plan);
void follow_watch_stop(struct follow_watch *watch);

/* Follows from a position on, of which all that was answered by `through` is known. Files that are not in the
 * opened folder `files` are told of first. False when the log does not have it any more. */
bool follow_watch_resume(struct follow_watch *watch, const struct tail_position *position,
                         int64_t through, int files);

/* Begins a view of the connection at a place between two items, which ITEM_BACKUP tells of; follows
 * from there on, unless it does already. False, with the reason in the log, when that cannot be done. */
bool follow_watch_view(struct follow_watch *watch, struct store_connection *connection,
                       uint64_t backup);

/* Takes all items that there are, in a list to be released, and waits for the first one at most so long. *through
 * is until when all that was answered is in what has been taken; 0: nobody knows. */
struct follow_item *follow_watch_take(struct follow_watch *watch, int64_t milliseconds,
                                      int64_t *through);
void follow_watch_release(struct follow_watch *watch, struct follow_item *items);

/* Reads once more what has been committed by now; false when that was not all: once more, then. */
bool follow_watch_finish(struct follow_watch *watch);

/* Lets the server's log go, forgets what waits, and waits to be told again. */
void follow_watch_forget(struct follow_watch *watch);

/* DATA/files and DATA/files/followed, opened, to be closed; -1 where nothing that waits is of them. */
void follow_watch_folders(struct follow_watch *watch, int *files, int *followed);

#endif
