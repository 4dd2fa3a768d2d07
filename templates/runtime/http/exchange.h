/* exchange.h - a request on its connection, and what belongs to the thread that serves it.
 *
 * A worker is a thread of libmicrohttpd, or one of those for reads that take long. What it needs is
 * opened when it has its first request; the exchanges that it is done with are kept, with their
 * arenas, for the next ones. */
#ifndef RUNTIME_HTTP_EXCHANGE_H
#define RUNTIME_HTTP_EXCHANGE_H

#include "guard/audit.h"
#include "request/request.h"

struct held_connection;
struct MHD_Connection;
struct session_cache;
struct workers;

enum phase {
    PHASE_COLLECTING,
    PHASE_REFUSED, /* what comes of the body is dropped; body.h */
    PHASE_WAITING,
    PHASE_EXECUTABLE, /* back on a worker for its last stage */
    PHASE_ANSWERABLE
};

/* Where a request that has been prepared is to go next; request.h has the stages. */
enum stage {
    STAGE_HASH,
    STAGE_CALL,
    STAGE_EXECUTE,
    STAGE_FETCH,  /* of a file, for an answer */
    STAGE_PREPARE /* of a detached one */
};

struct exchange {
    struct request request; /* first: a request is its exchange */
    struct arena arena;
    struct workers *workers;
    struct MHD_Connection *connection;       /* NULL: none waits for it, detached.h */
    struct held_connection *held;            /* connections.h */
    void (*done)(struct exchange *exchange); /* of a detached one, with its carrier */
    void *carrier;
    const char *peer; /* where a detached one comes from, as peer_write() has it */
    const char *page; /* the path of a page for people; NULL: it asks the API */
    int64_t begun_at; /* tally_clock(), when all of it was there; 0: not yet */
    enum phase phase;
    enum stage next;
    struct afterwards afterwards;
    struct audit_dues audit;
    struct budget budget;
    bool from_browser;
    bool slow;        /* it reads on a thread for what takes long */
    bool last;        /* the connection is closed after the answer */
    bool handed_over; /* the connection is a WebSocket, and suspended for good: upgraded_socket.h */
    bool sends_file;  /* the answer has begun, and its contents come from the store */
    bool broken;      /* and cannot go on */
    bool streams;     /* its body is a file, and it was prepared before that came */
    struct buffer body;
    int64_t limit;    /* bytes of a body that are kept */
    int64_t received; /* bytes of the body so far, kept or not */
    int64_t read_on;  /* bytes after which the connection is dropped */
    int64_t borrowed; /* bytes of what bodies of unknown senders share */
    bool judged;      /* `known` is known */
    bool known;       /* the head says who asks */
    struct exchange *next_spare;
};

/* What belongs to one thread. */
struct worker {
    struct store_connection *store;
    struct session_cache *sessions;
    struct exchange *spares;
    int spare_count;
    struct worker *next;
};

/* All workers of a server; NULL when out of memory. */
struct workers *workers_new(const struct server *server);

/* To be called when their threads have ended. */
void workers_free(struct workers *workers);

/* The calling thread's worker. NULL, with the reason in the log, when it cannot be made. */
struct worker *worker_get(struct workers *workers);

/* Makes it one with no request yet, in that arena. */
void exchange_init(struct exchange *exchange, struct workers *workers, struct arena arena);

/* An exchange of the calling thread's worker; NULL when there is no memory, or no worker. */
struct exchange *exchange_new(struct workers *workers, struct MHD_Connection *connection);
void exchange_free(struct exchange *exchange);

#endif
