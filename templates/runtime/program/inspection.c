/* inspection.c - see inspection.h. */
#include "program/inspection.h"

#include "base/log.h"
#include "formats/date.h"
#include "formats/json.h"
#include "program/data_folder.h"
#include "program/key_rings.h"
#include "program/migrate.h"
#include "program/object_steps.h"

/* Opens it, and holds the key against it. */
static bool open_database(struct server *server, struct arena *arena, struct request *request)
{
    const char *reason;

    server->database_path = data_folder_database(arena, server->options.data, server->app->name);
    if (!server->database_path)
        return false;
    request->store = store_open(server->database_path, STORE_INSPECT, &reason);
    if (!request->store) {
        log_error("%s cannot be opened: %s", server->database_path, reason);
        return false;
    }
    return key_rings_open_one(request->store, &server->options, KEY_SEAL) &&
           migration_is_complete(server->app, request->store);
}

bool inspection_open(struct inspection *inspection, const struct app *app,
                     const struct options *options)
{
    struct request *request = &inspection->request;

    *inspection = (struct inspection){
        .server = {.app = app, .options = *options, .object_steps = &object_steps}};
    json_init();
    arena_init(&inspection->arena);
    json_use_arena(&inspection->arena);
    *request = (struct request){
        .context = {.arena = &inspection->arena},
        .server = &inspection->server,
        .app = app,
        .method = METHOD_GET,
        .principal = {.no_acl_is_public = !app->private_by_default},
        .audit = &inspection->audit,
        .now = date_now(),
        .response = {.status = 200},
    };
    buffer_init(&request->response.body, &inspection->arena, 256);
    return open_database(&inspection->server, &inspection->arena, request);
}

void inspection_close(struct inspection *inspection)
{
    store_close(inspection->request.store);
    arena_release(&inspection->arena);
}
