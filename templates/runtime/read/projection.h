/* projection.h - `keys`, `excludeKeys` and `include` of a request become projections. */
#ifndef RUNTIME_READ_PROJECTION_H
#define RUNTIME_READ_PROJECTION_H

#include "read/object_writer.h"
#include "request/request.h"

/* Builds the projection that the request asks for, over the class and what it includes. Fields that
 * the principal may not see are left out. objectId, createdAt, updatedAt and ACL are always there,
 * and names that mean nothing are passed over, as in parse-server. Fails with 102 for a malformed
 * list and for includes beyond the limits. */
bool projection_build(struct request *request, const struct class *class,
                      const struct projection **projection);

/* The projection of every field that the principal may see, following no pointer. */
bool projection_all(struct request *request, const struct class *class,
                    const struct projection **projection);

/* The projection for one row: the same, or one that shows more where protectedFields are not for
 * everybody: users see all of their own _User object, and the users in a pointer field NAME belong
 * to the group "userField:NAME". */
const struct projection *projection_of_row(struct request *request,
                                           const struct projection *projection,
                                           const struct row *row);

/* The projection of objects of a class that an included array's pointers lead to; NULL when out of
 * memory. */
const struct projection *projection_of_class(struct request *request,
                                             const struct projection *projection,
                                             const struct class *class);

#endif
