/* change_feed.h - what has been written, for those who follow it while the server runs.
 *
 * Every insert, update and delete of a row of a followed class leaves a change: the row before and
 * after, as they are stored. It is appended once it is on disk, in the order of the commits, and
 * stays for some minutes, so that who was away for a moment can go on where he was. The feed is kept
 * in memory and is bounded: who falls behind its beginning has lost track, and is told so. Appending
 * never waits for a reader. A change says nothing of who may see it. */
#ifndef RUNTIME_WRITE_CHANGE_FEED_H
#define RUNTIME_WRITE_CHANGE_FEED_H

#include "read/row_image.h"
#include "request/request.h"

#include <stdatomic.h>

struct change_feed;

struct change {
    atomic_int holders; /* the feed is one */
    uint64_t number;    /* from 1, without gaps */
    int64_t at;         /* ms by wait_clock() */
    const struct class *class;
    struct row_image *before; /* NULL: the row is new */
    struct row_image *after;  /* NULL: it is gone */
};

/* A feed for the app's classes; what is appended wakes `wake`, an eventfd. NULL when out of memory. */
struct change_feed *change_feed_new(const struct app *app, int wake);
void change_feed_free(struct change_feed *feed);

/* From now on writes of the class are noted, or some minutes after the last follower has gone no
 * more. A write that is under way at that moment may not be: *fresh tells whether nobody followed
 * before, so that one has to wait for the writer. */
void change_feed_follow(struct change_feed *feed, const struct class *class, bool *fresh);
void change_feed_leave(struct change_feed *feed, const struct class *class);

/* The number of the last change so far. */
uint64_t change_feed_last(struct change_feed *feed);

/* Where somebody is who knows all that happened so far. */
struct change_place {
    uint64_t number; /* of the last change */
    uint64_t era;    /* how often classes had begun to be followed */
};

struct change_place change_feed_place(struct change_feed *feed);

/* Whether every change of a class that is followed is there, or will be, behind such a place. */
bool change_feed_goes_on(struct change_feed *feed, const struct class *class,
                         struct change_place place);

/* Up to `limit` changes from that number on, in order, each to be released. False when some of them
 * are gone already. */
bool change_feed_read(struct change_feed *feed, uint64_t from, struct change **changes,
                      size_t limit, size_t *count);
void change_release(struct change *change);

/* For row_write.c. The row as it is before a write, where somebody follows the class; else NULL.
 * False when it cannot be read. */
bool change_begin(struct request *request, const struct class *class, struct text object_id,
                  const struct row_image **before);

/* Leaves the change for after the commit; `gone`: the row was deleted. */
bool change_note(struct request *request, const struct class *class, struct text object_id,
                 const struct row_image *before, bool gone);

/* Every row of a class went at once: who follows it is told that he has lost track. */
bool change_note_all(struct request *request, const struct class *class);

#endif
