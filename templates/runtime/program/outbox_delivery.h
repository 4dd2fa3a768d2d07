/* outbox_delivery.h - one letter of the outbox on its way, on a thread of a pool, and what became of it. */
#ifndef RUNTIME_PROGRAM_OUTBOX_DELIVERY_H
#define RUNTIME_PROGRAM_OUTBOX_DELIVERY_H

#include "outside/outbox_rows.h"

#include <stdatomic.h>

enum delivery_state {
    DELIVERY_RUNS,
    DELIVERY_ARRIVED,
    DELIVERY_LATER,   /* it is tried again */
    DELIVERY_REFUSED, /* it never will be taken */
    DELIVERY_CUT_OFF  /* by the server's stop: the row stays as it is */
};

struct delivery {
    const struct server *server;
    struct outbox_mark receiver;
    struct arena arena; /* of the row */
    struct outbox_row row;
    char reason[64];
    bool is_answered; /* the receiver is there */
    int64_t due_at;   /* ms: DELIVERY_LATER */
    atomic_int state; /* enum delivery_state; set last, by the thread that runs it */
};

/* A copy of the row; NULL when there is no memory. */
struct delivery *delivery_new(const struct server *server, const struct outbox_mark *receiver,
                              const struct outbox_row *row);
void delivery_free(struct delivery *delivery);

/* What a pool runs: sends it, as long as that takes, sets reason, due_at and state, and wakes the sender. */
void delivery_run(void *job);

/* How long to wait before the attempt behind so many that failed, in ms: twice as long each time, up to the longest,
 * and not the same for all. */
int64_t delivery_pause(int64_t failures, int64_t longest);

#endif
