/* targets.h - what pointers lead to, for many of them at once: the rows of a class with these ids that the
 * principal may get, read as included objects are (include.c). */
#ifndef RUNTIME_READ_TARGETS_H
#define RUNTIME_READ_TARGETS_H

#include "read/row_taker.h"

/* Hands each row to the taker, in any order. The ids are a JSON array; of those that the principal may not get, or
 * that are gone, nothing is told. Fails where the principal may get nothing of the class at all. */
bool targets_take(struct request *request, const struct class *class, struct text ids_json,
                  struct row_taker *taker);

#endif
