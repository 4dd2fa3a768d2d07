/* rows_told.h - whom a notice about a row is for. */
#ifndef RUNTIME_READ_ROWS_TOLD_H
#define RUNTIME_READ_ROWS_TOLD_H

#include "model/class.h"
#include "request/request.h"

/* The ids of the users whom the notice is for, each once; the row must be there. */
bool rows_told(struct request *request, const struct class_notice *notice, struct text object_id,
               struct text **users, size_t *count);

#endif
