/* own_request.c - see own_request.h. */
#include "request/own_request.h"

#include "formats/date.h"

enum { BODY_BYTES = 16 /* what it answers is read by nobody */ };

struct request own_request(const struct server *server, struct store_connection *store,
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
        .store = store,
        .response = {.status = 200},
    };

    buffer_init(&request.response.body, arena, BODY_BYTES);
    return request;
}
