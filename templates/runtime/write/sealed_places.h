/* sealed_places.h - everywhere in the database where something is kept under the key of a ring (crypto/seal.h): what a
 * rotation takes along to the newest key, and how much still needs an older one.
 *
 * A column that has something sealed has a row here; tests/keys holds the list against the tables. Some keep
 * what they have: versions, which signatures are over byte for byte, and retired columns, of which this server knows
 * no more. Their keys stay. */
#ifndef RUNTIME_WRITE_SEALED_PLACES_H
#define RUNTIME_WRITE_SEALED_PLACES_H

#include "crypto/key_ring.h"
#include "model/class.h"
#include "store/sql.h"

struct sealed_place {
    enum key_purpose purpose;
    const char *table; /* quoted, like all names here */
    const char *column;
    const char *key; /* the columns that name a row: an expression, and another, "''" for none */
    const char *key_more;
    const char *owner; /* SQL for whom it is sealed for; NULL: it stays as it is */
    bool is_retired;   /* its bytes may be sealed ones, or no such thing */
    const struct sealed_place *next;
};

/* All of them, in the context's arena. */
bool sealed_places_list(struct context *context, const struct app *app,
                        struct store_connection *store, const struct sealed_place **places);

/* How much needs each of a ring's keys, in the ring's order (key_ring_list). What names no key of the ring counts for
 * the oldest one: it was written when that was the only one. */
struct sealed_count {
    int64_t needed;  /* of it, too: */
    int64_t fixed;   /* what stays as it is */
    int64_t retired; /* of that, bytes in retired columns */
};

bool sealed_places_count(struct context *context, struct store_connection *store,
                         const struct sealed_place *places, enum key_purpose purpose,
                         const struct key_list *ring, struct sealed_count *counts);

/* Where a walk through a place has got to: behind the row of these keys; zero it first. The texts are the arena's. */
struct sealed_walk {
    struct text key;
    struct text key_more;
    int64_t moved;      /* what was sealed anew */
    int64_t unreadable; /* what could not be opened, and stays; the log names the first ones */
    bool is_done;
};

/* Seals the next rows of a place anew, at most `limit`, with what has an owner and another key than the newest. On the
 * writer: a part of a request. */
bool sealed_places_move(struct context *context, struct store_connection *store,
                        const struct sealed_place *place, int limit, struct arena *kept,
                        struct sealed_walk *walk);

#endif
