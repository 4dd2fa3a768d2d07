/* late_duties.c - see late_duties.h. */
#include "program/late_duties.h"

#include "base/log.h"
#include "formats/date.h"
#include "guard/audit_subject.h"

static struct request make_request(struct server *server, struct store_connection *connection,
                                   struct arena *arena, struct budget *budget)
{
    struct request request = {
        .context = {.arena = arena},
        .server = server,
        .app = server->app,
        .method = METHOD_POST,
        .principal = {.master = true},
        .budget = budget,
        .now = date_now(),
        .store = connection,
        .response = {.status = 200},
    };

    buffer_init(&request.response.body, arena, 16);
    return request;
}

/* Each duty in a transaction of its own. */
static bool run(struct server *server, struct store_connection *connection, const char *what,
                bool (*duty)(struct request *request))
{
    struct budget budget = {.steps = INT64_MAX, .microseconds = INT64_MAX};
    struct arena arena;
    struct request request;
    bool done;

    arena_init(&arena);
    request = make_request(server, connection, &arena, &budget);
    done = store_begin(connection) && duty(&request) && store_commit(connection);
    if (!done) {
        log_error("%s: %.*s", what,
                  TEXT_PRINTED(request.context.error.code ? request.context.error.message
                                                          : text_of(store_error(connection))));
        store_rollback(connection);
    }
    arena_release(&arena);
    return done;
}

bool late_duties_do(struct server *server, struct store_connection *connection)
{
    return run(server, connection, "whom the audit trail tells of cannot be entered",
               audit_subjects_complete);
}
