/* redirect.h - a query that is about what a relation of the class leads to: `redirectClassNameForKey`,
 * by which the SDKs ask for the objects of a relation whose class they do not know, since the object that
 * has it was never fetched. */
#ifndef RUNTIME_READ_REDIRECT_H
#define RUNTIME_READ_REDIRECT_H

#include "model/class.h"
#include "request/request.h"

/* Where the key is a relation of the class, *class becomes the relation's. Any other key changes nothing,
 * as in parse-server, nor does one of a class that the principal may neither get nor find: the query is
 * then refused like every other of that class, and tells nothing of its relations. Fails with 119 when the
 * field is hidden from the principal. Whether the principal may query the new class is asked by the query
 * itself. */
bool redirect_class(struct request *request, const struct class **class, struct text key);

#endif
