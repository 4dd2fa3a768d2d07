/* projection.h - `keys`, `excludeKeys` and `include` of a request become projections. */
#ifndef PROJECTION_H
#define PROJECTION_H

#include "object_writer.h"
#include "request.h"

/* Builds the projection that the request asks for, over the class and what it includes. Fields that
 * the principal may not see are left out. Fails with 102 for a malformed list. */
bool projection_build(struct request *request, const struct class *class,
                      const struct projection **projection);

/* The projection of every field that the principal may see, following no pointer. */
bool projection_all(struct request *request, const struct class *class,
                    const struct projection **projection);

#endif
