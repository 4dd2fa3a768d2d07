/* recipients.h - whom a notice about a row is for. */
#ifndef RUNTIME_READ_RECIPIENTS_H
#define RUNTIME_READ_RECIPIENTS_H

#include "model/class.h"
#include "model/class_checks.h"
#include "request/request.h"

/* The ids of the users whom the notice is for, each once; the row must be there. */
bool recipients_find(struct request *request, const struct class_notice *notice,
                     struct text object_id, struct text **users, size_t *count);

#endif
