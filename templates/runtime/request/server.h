/* server.h - one running server: its options, its threads, and what they share. serve.c runs it. */
#ifndef RUNTIME_REQUEST_SERVER_H
#define RUNTIME_REQUEST_SERVER_H

#include "model/class.h"
#include "request/options.h"
#include "request/request.h"

#include <stdatomic.h>

struct access_log;
struct change_feed;
struct key_rewrap;
struct resolve;
struct outbox;
struct site;
struct object_steps;
struct rates;
struct refusals;
struct webhooks;
struct pool;
struct writer;

struct server {
    const struct app *app;
    struct options options;
    const char *database_path;
    bool is_alone; /* it is there for one command of an operator's: program/operator_call.h */
    const struct object_steps *object_steps; /* who has a word in saves: object_step.h */
    /* Finds the route of a request whose method and path are set, and whether its principal may take it:
     * for requests within requests. */
    bool (*find_route)(struct request *request);
    /* Of an operator's requests about keys, routes/keys.h: a ring has another newest key, on the writer; asks where keys
     * come from, on a thread that may wait; and wraps the rings by what it said, on the writer. */
    void (*keys_changed)(const struct server *server);
    bool (*keys_ask)(const struct server *server);
    bool (*keys_rewrap)(const struct server *server);
    struct key_rewrap *key_rewrap; /* NULL: not started yet */
    atomic_bool rewrapping;        /* what is under older keys is being sealed anew */
    struct resolve *graphql; /* what POST /graphql is answered from: resolve.h; NULL: it is not */
    struct writer *writer;
    struct change_feed *changes; /* NULL: nobody can follow what is written */
    struct refusals *refusals;   /* NULL: not started yet */
    struct rates *rates;         /* NULL: nothing is counted */
    struct pool *hash_pool;
    struct pool *read_pool;        /* reads that take more than a few milliseconds */
    struct webhooks *webhooks;     /* NULL: not started yet */
    struct outbox *outbox;         /* NULL: nobody sends what is put there */
    struct access_log *access_log; /* NULL: answers are not noted */
    struct site *site;             /* pages for people; NULL: not open yet */
    struct pool *call_pool;        /* requests that wait for another server */
    struct pool *chunk_pool;       /* chunks of files on their way in */
    struct pool *contents_pool;    /* files that are kept or fetched */
    atomic_uint_fast64_t session_generation;
    atomic_bool stopping; /* each answer is its connection's last */
    atomic_bool hurries;  /* the time to stop in is over: what waits is refused */
};

/* Tells every worker to read sessions and roles anew. */
static inline void server_sessions_changed(struct server *server)
{
    atomic_fetch_add(&server->session_generation, 1);
}

#endif
