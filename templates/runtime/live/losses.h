/* losses.h - rows that are seen no more, though nobody wrote to them. */
#ifndef RUNTIME_LIVE_LOSSES_H
#define RUNTIME_LIVE_LOSSES_H

#include "live/engine.h"

/* The subscription was told of a row, which it sees now, or does not. */
void live_note_shown(struct subscription *subscription, struct text id, bool sees);

/* Tells some of the clients which rows they see no more, and ends subscriptions whose session is
 * over; to be called each second, when all changes so far have been told. */
void live_sweep(struct live *live);

#endif
