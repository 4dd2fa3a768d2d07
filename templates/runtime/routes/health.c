/* health.c - see health.h. */
#include "routes/health.h"

#include "request/server.h"
#include "store/sql.h"

#include <sys/statvfs.h>
#include <unistd.h>

enum { LEAST_FREE = 16 * 1024 * 1024 }; /* bytes on the data folder's disk */

bool health_has_path(struct text path)
{
    return text_is(path, "/health") || text_is(path, "/health/live") ||
           text_is(path, "/health/ready");
}

bool health_get(struct request *request)
{
    buffer_add_string(&request->response.body, "{\"status\":\"ok\"}");
    return true;
}

/* After a write that failed, only a write tells whether writing works again. */
bool health_ready_prepare(struct request *request)
{
    request->writes = store_is_unwritable();
    return true;
}

static bool is_stopping(struct request *request)
{
    return atomic_load(&request->server->stopping);
}

static bool is_damaged(struct request *request)
{
    bool found;

    return store_is_damaged() ||
           !sql_exists(&request->context,
                       sql_statement(&request->context, request->store,
                                     "SELECT 1 FROM \"_Migration\" LIMIT 1", NULL),
                       &found);
}

/* The engine writes nothing where nothing changes, so the last bit of a time does. */
static bool is_unwritable(struct request *request)
{
    return request->writes &&
           !sql_run(&request->context, sql_statement(&request->context, request->store,
                                                     "UPDATE \"_DataKey\" SET \"notedAt\" = "
                                                     "(\"notedAt\" | 1) - (\"notedAt\" & 1)",
                                                     NULL));
}

static bool is_full(struct request *request)
{
    struct statvfs disk;

    return statvfs(request->server->options.data, &disk) == 0 &&
           disk.f_bavail < LEAST_FREE / disk.f_frsize;
}

static bool lacks_key(struct request *request)
{
    static const char *const names[] = {"seal-key", "file-key"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *path =
            arena_printf(request->context.arena, "%s/%s", request->server->options.data, names[i])
                .bytes;
        if (path && access(path, R_OK) != 0)
            return true;
    }
    return false;
}

bool health_ready(struct request *request)
{
    static const struct {
        bool (*holds)(struct request *request);
        const char *reason;
    } checks[] = {
        {is_stopping, "the server is stopping"},
        {is_damaged, "the database cannot be read, or not all of it"},
        {is_unwritable, "the database cannot be written"},
        {is_full, "less than 16 MB are free on the disk"},
        {lacks_key, "a key is missing in the data folder"},
    };
    struct buffer *body = &request->response.body;
    int reasons = 0;

    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        if (!checks[i].holds(request))
            continue;
        buffer_add_string(body, reasons++ ? ",\"" : "{\"status\":\"unready\",\"reasons\":[\"");
        buffer_add_string(body, checks[i].reason);
        buffer_add_char(body, '"');
    }
    request->context.error = (struct parse_error){0};
    if (!reasons) {
        buffer_add_string(body, "{\"status\":\"ready\"}");
        return true;
    }
    buffer_add_string(body, "]}");
    request->response.status = 503;
    return true;
}
