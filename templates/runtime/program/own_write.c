/* own_write.c - see own_write.h. */
#include "program/own_write.h"

#include "guard/audit.h"
#include "http/writer.h"
#include "request/own_request.h"

#include <pthread.h>

struct waiting {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool is_written;
};

static void note_written(struct request *request, void *carrier)
{
    struct waiting *waiting = carrier;

    (void)request;
    pthread_mutex_lock(&waiting->lock);
    waiting->is_written = true;
    pthread_cond_broadcast(&waiting->changed);
    pthread_mutex_unlock(&waiting->lock);
}

static bool submit(struct server *server, struct request *request)
{
    struct waiting waiting = {.lock = PTHREAD_MUTEX_INITIALIZER,
                              .changed = PTHREAD_COND_INITIALIZER};
    bool done = writer_submit(server->writer, request, note_written, &waiting);

    if (done) {
        pthread_mutex_lock(&waiting.lock);
        while (!waiting.is_written)
            pthread_cond_wait(&waiting.changed, &waiting.lock);
        pthread_mutex_unlock(&waiting.lock);
    }
    pthread_cond_destroy(&waiting.changed);
    pthread_mutex_destroy(&waiting.lock);
    return done && request->context.error.code == 0;
}

bool own_write(struct server *server, bool (*apply)(struct request *request), void *state)
{
    const struct route route = {.writes = true, .execute = apply};
    struct arena arena;
    struct afterwards afterwards = {.first = NULL};
    struct audit_dues audit = {.first = NULL};
    struct budget budget = {.steps = INT64_MAX, .microseconds = INT64_MAX};
    struct request request;
    bool done;

    arena_init(&arena);
    request = own_request(server, NULL, &arena, &budget);
    request.method = METHOD_DELETE;
    request.route = &route;
    request.writes = true;
    request.state = state;
    request.afterwards = &afterwards;
    request.audit = &audit;
    done = submit(server, &request);
    arena_release(&arena);
    return done;
}
