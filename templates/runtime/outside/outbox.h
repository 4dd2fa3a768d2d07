/* outbox.h - mails and webhooks that belong to a write: rows of the table _Outbox, committed with it and sent after.
 *
 * A write puts what it owes into the table, in its own transaction, so there is neither a mail of what was undone nor
 * a write whose mail is lost. Who sends them (program/outbox_sender.h) takes the rows away when they have arrived, tries
 * again what has not, and gives up in the end: such rows stay a while, for an operator to look at. What arrived a
 * moment before the server was killed comes once more, with the same id.
 *
 * Letters hold links that open accounts, and values of rows: each is sealed, and only hashes under the same key say who
 * receives it and what comes in order. */
#ifndef RUNTIME_OUTSIDE_OUTBOX_H
#define RUNTIME_OUTSIDE_OUTBOX_H

#include "request/request.h"
#include "request/server.h"
#include "store/sql.h"

enum outbox_kind { OUTBOX_MAIL, OUTBOX_WEBHOOK, OUTBOX_KINDS };

struct outbox_letter {
    enum outbox_kind kind;
    struct text id;    /* outbox_new_id(): what the receiver knows a repetition by */
    const char *about; /* for operators: names nobody, and no value */
    struct text to;    /* an address, or a URL */
    struct text
        subject; /* the id of the object, or the user, that it is about: outbox_forget(); or no text */
    struct text order; /* what is put for one `to` in one order comes in that order; or no text */
    struct text body;
    int64_t
        seconds; /* that it is worth sending; 0, or more than --outbox-hours: as long as these */
};

/* No text, and the request has failed, when there is no memory. */
struct text outbox_new_id(struct request *request);

/* How long what cannot be delivered is tried again, in ms: --outbox-hours. */
int64_t outbox_longest(const struct options *options);

/* Keeps the letter for after the commit; to be called on the writer. */
bool outbox_put(struct request *request, const struct outbox_letter *letter);

/* Costs what outbox_put() does, and keeps nothing. */
bool outbox_put_nothing(struct request *request, const struct outbox_letter *letter);

/* Takes away what is about an object, or a user, waiting or given up; on the writer. What is put after that stays. */
bool outbox_forget(struct request *request, struct text subject);

/* The same of the mails to a user alone: webhooks tell of what was done with whom there was. */
bool outbox_forget_mails(struct request *request, struct text user_id);

/* What waits, as the sender has counted it last. */
struct outbox_counts {
    int64_t waiting[OUTBOX_KINDS];
    int64_t bytes[OUTBOX_KINDS];
    int64_t oldest[OUTBOX_KINDS]; /* ms: since when one waits; 0: none does */
    int64_t given_up[OUTBOX_KINDS];
};

/* What writes and the sender share. */
struct outbox;

/* NULL when there is no memory. */
struct outbox *outbox_open(void);
void outbox_close(struct outbox *outbox);

/* There is something to do for the sender. */
void outbox_wake(struct outbox *outbox);

/* Waits until there is, at most so long. */
void outbox_wait(struct outbox *outbox, int64_t milliseconds);

struct outbox_counts outbox_counts(struct outbox *outbox);
void outbox_set_counts(struct outbox *outbox, const struct outbox_counts *counts);

#endif
