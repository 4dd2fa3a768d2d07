/* outbox.h - the file DATA/outbox: mails and webhooks that a stop had no time for, kept for the next
 * start. They hold links that open accounts and values of rows, so each is sealed. */
#ifndef RUNTIME_OUTSIDE_OUTBOX_H
#define RUNTIME_OUTSIDE_OUTBOX_H

#include "request/options.h"

enum outbox_kind { OUTBOX_MAIL = 'm', OUTBOX_WEBHOOK = 'w' };

/* Appends one and puts it on disk; false, with the reason in the log, when it is lost. */
bool outbox_keep(const struct options *options, enum outbox_kind kind, struct text to,
                 struct text body);

/* Hands each that was kept to `send`, in order, and removes the file. */
void outbox_take(const struct options *options,
                 void (*send)(void *state, enum outbox_kind kind, struct text to, struct text body),
                 void *state);

#endif
