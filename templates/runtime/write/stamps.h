/* stamps.h - what the server sets by itself in a row that is being written: the app's stamps
 * ("readAt becomes now when status becomes read"), and acknowledgements, which any other change
 * takes back.
 *
 * rows.c calls these once a write is known to be allowed: what follows from a client's change needs
 * no right of its own. They bind whoever writes, the master key included. */
#ifndef RUNTIME_WRITE_STAMPS_H
#define RUNTIME_WRITE_STAMPS_H

#include "model/class.h"
#include "request/request.h"

/* Whether clients write the field only where a rule lists it: those that the server sets, and those
 * that the app's sentences reserve. A field with a lifecycle has its own law and is none of these. */
bool rows_is_reserved(const struct class *class, int field);

/* Sets what follows from the values of an object about to be inserted. A client's own values for
 * such fields fail with 119, but for defaults and times that the server sets now; the master key's
 * times and users stay. */
bool stamps_new(struct request *request, const struct class *class, void *object);

/* Sets what follows from an update, in the object that holds its changes: each stamp once, when its
 * trigger takes one of its values and did not have one. A field with a lifecycle moves only where
 * steps lead to the value, whoever may take them. Fails with 142 when a client takes back an
 * acknowledgement, or what a stamp has set and its trigger still says. */
bool stamps_change(struct request *request, const struct class *class, void *object,
                   const bool *related);

#endif
