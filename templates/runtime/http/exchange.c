/* exchange.c - see exchange.h. */
#include "http/exchange.h"

#include "accounts/session_cache.h"
#include "base/log.h"
#include "files/file_store.h"
#include "http/body.h"
#include "request/server.h"
#include "routes/files.h"

#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>

enum {
    SPARE_LIMIT = 64, /* exchanges that a worker keeps for reuse */
    HASHES = 20,      /* of passwords */
    STEPS = 500000000 /* of the engine, that a request may take: some seconds */
};

struct workers {
    const struct server *server;
    pthread_mutex_t lock;
    struct worker *first;
    unsigned char number_key[crypto_shorthash_KEYBYTES];
    atomic_uint_fast64_t requests;
};

static _Thread_local struct worker *this_worker;

struct workers *workers_new(const struct server *server)
{
    struct workers *workers = calloc(1, sizeof *workers);

    if (!workers || pthread_mutex_init(&workers->lock, NULL) != 0) {
        free(workers);
        return NULL;
    }
    workers->server = server;
    crypto_shorthash_keygen(workers->number_key);
    return workers;
}

struct worker *worker_get(struct workers *workers)
{
    const char *reason = "out of memory";
    struct worker *worker = this_worker;

    if (worker)
        return worker;
    worker = calloc(1, sizeof *worker);
    if (!worker)
        return NULL;
    worker->sessions = session_cache_new();
    worker->store = store_open(workers->server->database_path, STORE_READ, &reason);
    if (!worker->sessions || !worker->store) {
        log_error("a worker cannot open the database: %s", reason);
        session_cache_free(worker->sessions);
        store_close(worker->store);
        free(worker);
        return NULL;
    }
    pthread_mutex_lock(&workers->lock);
    worker->next = workers->first;
    workers->first = worker;
    pthread_mutex_unlock(&workers->lock);
    this_worker = worker;
    return worker;
}

/* As good as no two requests have one number, and two numbers do not tell how many requests there
 * have been between them. */
static uint64_t next_number(struct workers *workers)
{
    uint64_t count = atomic_fetch_add(&workers->requests, 1);
    unsigned char hash[crypto_shorthash_BYTES];
    uint64_t number;

    crypto_shorthash(hash, (const unsigned char *)&count, sizeof count, workers->number_key);
    memcpy(&number, hash, sizeof number);
    return number;
}

void exchange_init(struct exchange *exchange, struct workers *workers, struct arena arena)
{
    *exchange = (struct exchange){.arena = arena};
    exchange->request.context.arena = &exchange->arena;
    exchange->request.server = workers->server;
    exchange->request.app = workers->server->app;
    exchange->request.response.status = 200;
    exchange->request.number = next_number(workers);
    exchange->request.afterwards = &exchange->afterwards;
    exchange->request.audit = &exchange->audit;
    exchange->request.budget = &exchange->budget;
    exchange->budget =
        (struct budget){.steps = STEPS,
                        .hashes = HASHES,
                        .microseconds = workers->server->options.query_seconds * 1000000};
}

struct exchange *exchange_new(struct workers *workers, struct MHD_Connection *connection)
{
    struct worker *worker = worker_get(workers);
    struct exchange *exchange = worker ? worker->spares : NULL;
    struct arena arena;

    if (!worker)
        return NULL;
    if (exchange) {
        worker->spares = exchange->next_spare;
        worker->spare_count--;
        arena = exchange->arena;
    } else {
        exchange = malloc(sizeof *exchange);
        if (!exchange)
            return NULL;
        arena_init(&arena);
    }
    exchange_init(exchange, workers, arena);
    exchange->connection = connection;
    return exchange;
}

void exchange_free(struct exchange *exchange)
{
    struct worker *worker = this_worker;

    file_reader_close(exchange->request.response.file);
    if (exchange->request.upload)
        file_store_give_up(exchange->request.upload->writer);
    body_release(exchange);
    if (worker && worker->spare_count < SPARE_LIMIT) {
        arena_reset(&exchange->arena);
        exchange->next_spare = worker->spares;
        worker->spares = exchange;
        worker->spare_count++;
        return;
    }
    arena_release(&exchange->arena);
    free(exchange);
}

static void worker_free(struct worker *worker)
{
    while (worker->spares) {
        struct exchange *exchange = worker->spares;
        worker->spares = exchange->next_spare;
        arena_release(&exchange->arena);
        free(exchange);
    }
    session_cache_free(worker->sessions);
    store_close(worker->store);
    free(worker);
}

void workers_free(struct workers *workers)
{
    while (workers->first) {
        struct worker *worker = workers->first;
        workers->first = worker->next;
        worker_free(worker);
    }
    pthread_mutex_destroy(&workers->lock);
    free(workers);
}
