/* inspection.c - see inspection.h. */
#include "program/inspection.h"

#include "base/log.h"
#include "formats/date.h"
#include "formats/json.h"
#include "model/sealed_value.h"
#include "program/data_folder.h"
#include "program/key_files.h"
#include "program/key_fingerprints.h"
#include "program/migrate.h"
#include "program/object_steps.h"

/* Opens it, and holds the key against it. */
static bool open_database(struct server *server, struct arena *arena, struct request *request)
{
    struct data_key key = {.name = "seal-key"};
    const char *path = arena_printf(arena, "%s/%s", server->options.data, key.name).bytes;
    const char *reason;

    server->database_path = data_folder_database(arena, server->options.data, server->app->name);
    if (!server->database_path || !path)
        return false;
    request->store = store_open(server->database_path, STORE_INSPECT, &reason);
    if (!request->store) {
        log_error("%s cannot be opened: %s", server->database_path, reason);
        return false;
    }
    key.key = key_file_read(arena, path);
    if (!key_fingerprints_check(request->store, server->options.data, &key, 1) ||
        !migration_is_complete(server->app, request->store))
        return false;
    sealed_value_set_key(key.key);
    return true;
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
