/* where_precedence.h - which conditions may be looked at before the guard has judged a row.
 *
 * An engine tries the terms of an AND in whatever order it likes. Of a row that is not shown nobody
 * must learn what it holds, nor by how long a condition takes on it, by the steps that it takes from
 * the request's budget, or by an error: `{"result":"positive","author":{"$inQuery":a slow one}}`
 * would answer late if a hidden row is positive. So what a client asks waits for the guard, but for
 * what takes about as long whatever a row holds, and what an index may be asked for first:
 * comparisons with few values, or else one list or subquery, and nothing beside it, under its own key
 * neither, but ids that are named. That takes no longer than the guard does. PostgreSQL draws the same line under row security between leakproof
 * operators and others. */
#ifndef RUNTIME_READ_WHERE_PRECEDENCE_H
#define RUNTIME_READ_WHERE_PRECEDENCE_H

#include "model/class.h"

#include <cjson/cJSON.h>

/* What is looked at first of a where. */
struct where_precedence {
    const struct class *class;
    const cJSON *list; /* the one list or subquery, or NULL: comparisons */
    bool searches;     /* the list is what a full-text index finds; the search itself waits */
    bool many; /* they have so many values in all that only single ones are looked at first */
};

/* Whether the member is an $and, whose members are as good as members of the where it stands in. */
bool where_is_conjunction(const cJSON *member);

/* The where is an object. */
struct where_precedence where_precedence_of(const struct class *class, const cJSON *where);

/* Whether a member of the where, not an $and, waits for the guard. */
bool where_waits(const struct where_precedence *precedence, const cJSON *member);

#endif
