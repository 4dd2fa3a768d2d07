/* rows.c - the query and object layer of the runtime behind a pipe: no HTTP, a real SQLite file.
 *
 *     rows DATABASE [--private] < requests
 *
 * Each line is a request, a JSON object: method (or AGGREGATE), path ("/classes/Item/abc"), parameters (texts),
 * body, and who asks: master, user, roles. Each answer is a line: {"status":...,"body":...}, with
 * "location" where there is one, or "error" and "code". A request that fails is rolled back.
 *
 * The app, its classes and tables, is in rows_app.h. */
#include "rows_app.h"

#include "aggregate/aggregate.h"
#include "formats/json.h"
#include "objects/objects.h"
#include "program/object_steps.h"
#include "request/request.h"
#include "request/server.h"

#include <stdio.h>
#include <stdlib.h>

static struct text member_text(const cJSON *json, const char *name)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(json, name);

    return text_of(cJSON_IsString(member) ? member->valuestring : NULL);
}

static void read_principal(struct request *request, const cJSON *json)
{
    const cJSON *roles = cJSON_GetObjectItemCaseSensitive(json, "roles");
    size_t count = (size_t)cJSON_GetArraySize(roles);
    struct text *names = arena_alloc_array(request->context.arena, count + 1, sizeof *names);
    const cJSON *role;

    request->principal.master = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(json, "master"));
    request->principal.user_id = member_text(json, "user");
    request->principal.no_acl_is_public = !rows_app.private_by_default;
    request->principal.roles = names;
    cJSON_ArrayForEach(role, roles)
    {
        names[request->principal.role_count++] = text_of(role->valuestring);
    }
}

static void read_parameters(struct request *request, const cJSON *json)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(json, "parameters");
    size_t count = (size_t)cJSON_GetArraySize(list);
    struct parameter *parameters =
        arena_alloc_array(request->context.arena, count + 1, sizeof *parameters);
    const cJSON *member;

    request->parameters = parameters;
    cJSON_ArrayForEach(member, list)
    {
        parameters[request->parameter_count++] =
            (struct parameter){text_of(member->string), text_of(member->valuestring)};
    }
}

/* "/classes/Item/abc" */
static void read_path(struct request *request, struct text path)
{
    int count = -1;
    size_t start = 1;

    for (size_t i = 1; i <= path.length; i++) {
        if (i < path.length && path.bytes[i] != '/')
            continue;
        if (count >= 0 && count < 4)
            request->segments[count] = (struct text){path.bytes + start, i - start};
        count++;
        start = i + 1;
    }
}

static bool run_stages(struct request *request, struct text method)
{
    struct text id = request->segments[1];
    const struct class *class;

    if (text_is(method, "AGGREGATE"))
        return aggregate_get(request);
    if (text_is(method, "GET") && !id.bytes && !app_find_class(&rows_app, request->segments[0]))
        return objects_find_none(request);
    if (!request_class(request, &class))
        return false;
    if (text_is(method, "GET"))
        return id.bytes ? object_get(request, class, id) : objects_find_class(request, class, NULL);
    if (text_is(method, "POST"))
        return object_create_prepare(request, class) && object_create(request);
    if (text_is(method, "PUT"))
        return object_update_prepare(request, class, id) && object_update(request, id);
    return object_delete(request, class, id);
}

static void answer(struct request *request, bool done)
{
    struct buffer line;

    buffer_init(&line, request->context.arena, 256);
    if (done != (request->context.error.code == 0))
        rows_die("a failure without an error, or an error without a failure");
    if (done) {
        buffer_add_string(&line, "{\"status\":");
        buffer_add_int64(&line, request->response.status);
        buffer_add_string(&line, ",\"body\":");
        buffer_add_text(&line, buffer_text(&request->response.body));
        if (request->response.location.bytes) {
            buffer_add_string(&line, ",\"location\":");
            json_write_string(&line, request->response.location);
        }
        if (request->session_changes)
            buffer_add_string(&line, ",\"sessionChanges\":true");
    } else {
        buffer_add_string(&line, "{\"status\":");
        buffer_add_int64(&line, request->context.error.status);
        buffer_add_string(&line, ",\"code\":");
        buffer_add_int64(&line, request->context.error.code);
        buffer_add_string(&line, ",\"error\":");
        json_write_string(&line, request->context.error.message);
    }
    buffer_add_string(&line, "}\n");
    if (line.failed || fwrite(line.bytes, 1, line.length, stdout) != line.length)
        rows_die("an answer could not be written");
    fflush(stdout);
}

static void serve(struct arena *arena, struct store_connection *store, struct text line)
{
    static int64_t clock = 1577836800000; /* 2020-01-01; a second passes with each request */
    static const struct server server = {
        .app = &rows_app, .object_steps = &object_steps, .options.max_limit = 10000};
    struct request request = {
        .context = {.arena = arena}, .server = &server, .app = &rows_app, .store = store};
    cJSON *json = json_parse(&request.context, line);
    bool done = false;

    buffer_init(&request.response.body, arena, 256);
    request.response.status = 200;
    request.now = clock += 1000;
    if (json) {
        request.body = cJSON_GetObjectItemCaseSensitive(json, "body");
        read_principal(&request, json);
        read_parameters(&request, json);
        read_path(&request, member_text(json, "path"));
        if (!store_savepoint(store))
            rows_die(store_error(store));
        done = run_stages(&request, member_text(json, "method"));
        if (!(done ? store_savepoint_release(store) : store_savepoint_rollback(store)))
            rows_die(store_error(store));
    }
    answer(&request, done);
}

int main(int count, char **arguments)
{
    const char *reason;
    struct store_connection *store;
    struct arena arena;
    char *line = NULL;
    size_t size = 0;
    ssize_t length;

    if (count < 2)
        rows_die("usage: rows DATABASE [--private]");
    json_init();
    rows_build_app(count > 2);
    store = store_open(arguments[1], STORE_WRITE, &reason);
    if (!store)
        rows_die(reason);
    rows_create_tables(store);
    if (!store_begin(store))
        rows_die(store_error(store));
    arena_init(&arena);
    while ((length = getline(&line, &size, stdin)) > 0) {
        serve(&arena, store, (struct text){line, (size_t)length - 1});
        arena_reset(&arena);
    }
    free(line);
    arena_release(&arena);
    if (!store_commit(store))
        rows_die(store_error(store));
    store_close(store);
    return 0;
}
