/* outbox_rows.h - the rows of _Outbox: what is to be sent now, what became of it, and what operators see of it. */
#ifndef RUNTIME_OUTSIDE_OUTBOX_ROWS_H
#define RUNTIME_OUTSIDE_OUTBOX_ROWS_H

#include "outside/outbox.h"

enum { OUTBOX_MARK_BYTES = 16, OUTBOX_KEPT_DAYS = 30 /* of what was given up */ };

/* What is due then, the end of the year 9999, is held. */
#define OUTBOX_HELD INT64_C(253402300799999)

struct outbox_mark {
    unsigned char bytes[OUTBOX_MARK_BYTES];
};

/* What is to be sent. */
struct outbox_row {
    struct text id;
    enum outbox_kind kind;
    int64_t created_at;
    int64_t attempts;
    bool is_open;   /* else it was sealed with another key: there is nothing to send */
    struct text to; /* ended by a NUL */
    struct text body;
};

/* Seals what is to be sent, and to whom, for the letter's id. */
bool outbox_seal(struct context *context, const struct outbox_letter *letter, struct text *sealed);

/* Reading, on any connection. `now` is in ms. */

/* The receivers for whom something waits, one after another: the first behind `*receiver`, which is all zero at first. */
bool outbox_next_receiver(struct context *context, struct store_connection *store,
                          struct outbox_mark *receiver, bool *found);

/* Hands over what waits for a receiver, is due and not too late, and has nothing before it in its line: at most so many.
 * The row lives in the context's arena. */
bool outbox_each_due(struct context *context, struct store_connection *store,
                     const struct outbox_mark *receiver, int64_t now, int64_t limit,
                     void (*take)(void *state, const struct outbox_row *row), void *state);

bool outbox_count(struct context *context, struct store_connection *store,
                  struct outbox_counts *counts);

/* How many of those that wait are held. */
bool outbox_count_held(struct context *context, struct store_connection *store, int64_t *count);

/* Whether the database has the table: one that is still to be migrated may not. */
bool outbox_is_in(struct context *context, struct store_connection *store, bool *is_there);

/* Holds all that waits, in a database that was put back and that no server has: it may have been sent long ago. On a
 * connection that writes. */
bool outbox_hold(struct context *context, struct store_connection *store);

/* On the writer. */

bool outbox_note_sent(struct request *request, struct text id);

/* It is tried again at that time; `reason` is what operators are told. */
bool outbox_note_failed(struct request *request, struct text id, int64_t due_at,
                        const char *reason);
bool outbox_give_up(struct request *request, struct text id, const char *reason);

/* Gives up what has waited too long, and the oldest of what is too much; takes away what was given up long ago, or is
 * too much of that. *given_up is how many. */
bool outbox_tidy(struct request *request, int64_t *given_up);

/* Takes the user out of what webhooks will be told of others' rows: who wrote, with all that is known of the user. It
 * opens all that waits. */
bool outbox_forget_caller(struct request *request, struct text user_id);

/* For operators. */

/* Appends {"results": [...]}: the first rows, what was given up first. */
bool outbox_write_list(struct request *request, int64_t limit);

/* Which rows are meant. */
enum outbox_part { OUTBOX_GIVEN_UP, OUTBOX_WAITING, OUTBOX_WAITING_HELD };

struct outbox_choice {
    struct text id; /* one; no text: all of the part */
    enum outbox_part part;
};

/* Has what was given up sent again, has what is held sent, or takes something away. *count is how many they were. */
bool outbox_retry(struct request *request, struct outbox_choice choice, int64_t *count);
bool outbox_release(struct request *request, struct outbox_choice choice, int64_t *count);
bool outbox_drop(struct request *request, struct outbox_choice choice, int64_t *count);

#endif
