/* condition.h - If-Match: a change that is made only if the object is still the one that was read.
 *
 * An object's entity tag (RFC 9110, 8.8.3) is its updatedAt in quotes, which is another one after each
 * update, however fast they follow each other (object_edit_update()). */
#ifndef RUNTIME_OBJECTS_CONDITION_H
#define RUNTIME_OBJECTS_CONDITION_H

#include "model/class.h"
#include "request/request.h"

/* Fails with 412 unless the row is the one that the request's If-Match names, with 102 when that is
 * malformed. To be called for the row that the request is about, in the transaction of its change; further
 * rows that go along with it are not held to the condition. A row that the principal may not get matches no
 * tag: that it did would tell when it was changed. */
bool condition_check(struct request *request, const struct class *class, struct text object_id,
                     int64_t updated_at);

/* The answer shows the object: it carries its tag. */
bool condition_tell(struct request *request, int64_t updated_at);

#endif
