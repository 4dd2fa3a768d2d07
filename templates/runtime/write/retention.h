/* retention.h - which rows stay although somebody who may delete them wants to: those that have to be
 * kept for a time, and those that are signed. It binds everybody; rows.c asks before each delete. */
#ifndef RUNTIME_WRITE_RETENTION_H
#define RUNTIME_WRITE_RETENTION_H

#include "request/request.h"

/* Refuses (119) to delete the row; with no text for its id, to delete all rows of the class when one
 * of them has to stay. */
bool retention_check(struct request *request, const struct class *class, struct text object_id);

#endif
