/* parts.h - a request that is made of several, each judged, executed and answered by itself: a batch, a
 * GraphQL operation.
 *
 * The parts run in order, those that read on threads that read, and those that write on the writer: what
 * was written before a part that reads is on disk when it runs. Each one that fails undoes only itself.
 * In a transaction all of them run on the writer, the first that fails undoes them all, and those that
 * read have a quarter of a second together. */
#ifndef RUNTIME_ROUTES_PARTS_H
#define RUNTIME_ROUTES_PARTS_H

#include "guard/audit.h"
#include "request/request.h"

enum { PARTS_LIMIT = 1000 /* requests that a client may make one of */ };

struct parts {
    struct request *list;
    struct afterwards *afterwards; /* one for each part */
    struct audit_dues *audit;      /* the same */
    size_t count;
    size_t hashed;   /* parts that are past that stage */
    size_t executed; /* the same */
    int64_t reading; /* microseconds that a transaction's reads have left */
    bool transaction;
    bool writes; /* one of the parts does */
};

/* Room for so many parts; NULL, and the request has failed, when out of memory. */
struct parts *parts_new(struct request *request, size_t count, bool transaction);

/* Begins the next part, which shares the request's arena and principal: its method, path and body, or its
 * route, are still to be set. */
struct request *parts_add(struct request *request, struct parts *parts);

/* A request within another one, of the same principal, that answers into a body of its own. What it owes
 * and leaves for afterwards is the other one's. */
void part_begin(const struct request *request, struct request *part);

/* All are prepared, those that have failed included: says which stages the request needs, and where it
 * begins. Returns whether parts want to ask another server, which parts_call() does. */
bool parts_prepared(struct request *request, struct parts *parts);

/* Stages of the request. parts_execute() is to be called again when it leaves request->unfinished. */
bool parts_call(struct parts *parts);
bool parts_hash_next(struct request *request, struct parts *parts);
bool parts_execute(struct request *request, struct parts *parts);

#endif
