/* where.h - a `where` in Parse's query language becomes an SQL predicate. */
#ifndef RUNTIME_READ_WHERE_H
#define RUNTIME_READ_WHERE_H

#include "model/class.h"
#include "request/request.h"
#include "store/sql.h"

/* A part of a statement's text. It may be repeated further on: its parameters are numbered. */
struct where_part {
    size_t start;
    size_t length; /* 0: there is no such part */
};

/* What the conditions say about the order of the rows. Of several the first counts. */
struct where_rank {
    struct where_part distance;  /* $nearSphere: how far a row is away; the nearest comes first */
    struct where_part relevance; /* $text: how well a row answers; the best comes first */
};

struct where;

/* Appends "... AND " for each constraint; nothing for an empty or absent where. Fails with 102
 * and names what is wrong. A key that the principal may not see is refused (119). `outer` is the
 * where that this one is a subquery of, or NULL; `rank` may be NULL. `guard` is " AND (...)" as
 * guard_add_predicate() has it, or no text: the constraints of where_precedence.h wait for it. The
 * statement needs it all the same. */
bool where_add_predicate(struct request *request, struct sql *sql, const struct class *class,
                         const cJSON *where, const struct where *outer, struct text guard,
                         struct where_rank *rank);

#endif
