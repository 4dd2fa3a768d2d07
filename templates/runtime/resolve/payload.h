/* payload.h - what a mutation gives back. */
#ifndef RUNTIME_RESOLVE_PAYLOAD_H
#define RUNTIME_RESOLVE_PAYLOAD_H

#include "resolve/mutation.h"

/* Whether the payload asks for more than what is known once it is written: then a part of its own reads it. */
bool payload_reads(const struct mutation *mutation);

/* Appends the payload to the part's body. An object that the principal may not get, though it may have made it, is
 * null, with an error. False: the part has failed. */
bool payload_write(struct request *part, struct mutation *mutation);

/* Execute stage of the part that reads what is going to be deleted; part->state is the field (struct root). */
bool payload_read_before(struct request *part);

#endif
