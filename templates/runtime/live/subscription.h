/* subscription.h - what somebody wants to be told of, and how those who may want to know of a change
 * are found.
 *
 * A where that asks for one object, or for the rows of one pointer, has its subscription in an index,
 * by class, column and value: a change looks up what its row has, before and after. All other
 * subscriptions of a class are asked one by one. */
#ifndef RUNTIME_LIVE_SUBSCRIPTION_H
#define RUNTIME_LIVE_SUBSCRIPTION_H

#include "live/message.h"
#include "read/row_image.h"

#include <stdint.h>

struct live_client;
struct shown_rows;

struct subscription {
    struct live_client *client;
    double request_id; /* the client's name for it */
    struct text id;    /* the same in GraphQL's protocol */
    struct text asked; /* what GraphQL asks to be told: JSON, as asked.h reads it; else no text */
    const struct class *class;
    struct text where;  /* JSON; this and the others are the subscription's own */
    struct text keys;   /* with commas between; no text: all */
    struct text token;  /* no text: the client's */
    struct text *watch; /* names of fields */
    size_t watch_count;
    unsigned events;  /* bits of those that are told of; 0: all are */
    uint64_t after;   /* the number of the last change that it is not, or has been told of */
    uint64_t until;   /* changes up to this one are told late: the row may be another by now */
    struct text user; /* whose session the token is; no text: nobody's, or the master key's */
    bool of_one;      /* where_is_of_one() */
    struct shown_rows *shown; /* rows that it was told of: losses.c; NULL: none */
    int column;               /* by which it is in the index; -1: it is not */
    struct text value;
    struct subscription *next_of_client;
    struct subscription *next; /* in its place of the index, or of those that catch up */
    struct subscription **place;
    struct unindexed *unindexed; /* where it is among those, else NULL */
};

/* The subscriptions of a class that are in no index, and whose they are. */
struct unindexed {
    struct subscription *first;
    size_t count;
    struct text *users; /* each once, sorted */
    size_t user_count;
    bool users_stale;
};

/* A subscription of the message's; NULL when out of memory. */
struct subscription *subscription_new(const struct class *class, const struct live_message *message,
                                      struct text user);
void subscription_free(struct subscription *subscription);

/* Whether what happens to a row is told where it is this: "create", "enter", "update", "leave", "delete". */
bool subscription_wants(const struct subscription *subscription, const char *event);

/* Whether the where asks for one object by its id and nothing else: then it needs the get permission,
 * not find. */
bool where_is_of_one(const cJSON *where);

struct subscription_index;

/* NULL when out of memory. */
struct subscription_index *subscription_index_new(const struct app *app);
void subscription_index_free(struct subscription_index *index);

void subscription_index_add(struct subscription_index *index, struct subscription *subscription);

/* Takes it out of whatever list it is in; of none is fine. */
void subscription_unlink(struct subscription *subscription);
void subscription_append(struct subscription **list, struct subscription *subscription);

/* Those in the index that may want to know of a row's change, each once, as an array of the arena's.
 * False when out of memory. */
bool subscription_index_find(const struct subscription_index *index, struct arena *arena,
                             const struct row_image *before, const struct row_image *after,
                             struct subscription ***found, size_t *count);

/* Those that are in none. */
struct unindexed *subscription_index_others(struct subscription_index *index,
                                            const struct class *class);

/* Brings the users up to date; false when out of memory. */
bool unindexed_find_users(struct unindexed *unindexed);

/* The user's place among them. */
size_t unindexed_place(const struct unindexed *unindexed, struct text user);

/* Whether it may want to know, by what the index knows of it. */
bool subscription_may_match(const struct subscription *subscription, const struct row_image *before,
                            const struct row_image *after);

#endif
