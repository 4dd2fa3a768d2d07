/* stamps.h - what the server sets by itself in a row that is being written: the app's stamps
 * ("readAt becomes now when status becomes read"), and acknowledgements, which any other change
 * takes back.
 *
 * A class's own stamp() (validate.c) says what follows from what; the functions here are what it is
 * made of. What follows from a client's change needs no right of its own, and binds whoever writes. */
#ifndef RUNTIME_WRITE_STAMPS_H
#define RUNTIME_WRITE_STAMPS_H

#include "write/row_change.h"

/* Whether the stamp of that number has not fired yet, in which case it does now: each fires once,
 * and what one sets may be what another waits for. */
bool stamp_fires(struct row_change *change, size_t number);

/* What a stamp sets. A time or a user that the master key gave a new object stays, since it may know
 * better. */
void stamp_now(struct row_change *change, int field);
void stamp_user(struct row_change *change, int field);
void stamp_text(struct row_change *change, int field, struct text value);
void stamp_boolean(struct row_change *change, int field, bool value);

/* Sets all that follows from the change; fails with 119 when a client says something of a new object
 * that only the server says, but for defaults and times that the server sets now, and with 142 when
 * it takes back an acknowledgement, or what a stamp has set and its trigger still says. */
bool stamps_set(struct row_change *change);

#endif
