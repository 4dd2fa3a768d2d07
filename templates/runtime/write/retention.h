/* retention.h - which rows stay although somebody who may delete them wants to: those that have to be
 * kept for a time, and those that are signed. It binds everybody; row_write.c asks before each delete. */
#ifndef RUNTIME_WRITE_RETENTION_H
#define RUNTIME_WRITE_RETENTION_H

#include "request/request.h"
#include "store/sql.h"

/* For a class's own checks (its validate.c); both fail with 119. No text for the id: all rows of the
 * class are to go, and one of them may have to stay. */

/* The row is as old as it has to become, in milliseconds. */
bool retention_is_over(struct request *request, const struct class *class, struct text object_id,
                       int64_t kept_ms);

/* The row is not signed; where its changes are to be, no row of the class goes: objects are not lost
 * without a signature either. */
bool retention_is_unsigned(struct request *request, const struct class *class,
                           struct text object_id, bool changes_are);

/* Appends " AND ...": rows of the class, or versions in its place, whose object has no signature. */
void retention_add_without_signature(struct sql *sql, const struct class *class);

#endif
