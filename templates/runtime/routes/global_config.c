/* global_config.c - see global_config.h. A parameter is a row of the table _GlobalConfig: its name,
 * its value as JSON, and whether it is shown to the master key only. */
#include "routes/global_config.h"

#include "formats/json.h"

enum { NAME_LIMIT = 250 };

/* The parameters that the principal may read become two lists of members. */
static bool read_parameters(struct request *request, struct buffer *params, struct buffer *master)
{
    struct store_statement *rows =
        store_prepare(request->store, text_of("SELECT \"name\", \"value\", \"masterKeyOnly\" FROM "
                                              "\"_GlobalConfig\" ORDER BY \"name\""));
    enum store_step step = STORE_ERROR;

    while (rows && (step = store_step(rows)) == STORE_ROW) {
        bool master_only = store_column_int64(rows, 2) != 0;
        if (master_only && !request->principal.master)
            continue;
        if (params->length) {
            buffer_add_char(params, ',');
            buffer_add_char(master, ',');
        }
        json_write_string(params, store_column_text(rows, 0));
        buffer_add_char(params, ':');
        buffer_add_text(params, store_column_text(rows, 1));
        json_write_string(master, store_column_text(rows, 0));
        buffer_add_string(master, master_only ? ":true" : ":false");
    }
    store_release(rows);
    return step == STORE_DONE ? true
                              : fail_internal(&request->context, "the config could not be read");
}

bool global_config_get(struct request *request)
{
    struct buffer *body = &request->response.body;
    struct buffer params;
    struct buffer master;

    buffer_init(&params, request->context.arena, 256);
    buffer_init(&master, request->context.arena, 256);
    if (!read_parameters(request, &params, &master))
        return false;
    if (params.failed || master.failed)
        return fail_internal(&request->context, "out of memory");
    buffer_add_string(body, "{\"params\":{");
    buffer_add_text(body, buffer_text(&params));
    buffer_add_char(body, '}');
    if (params.length) {
        buffer_add_string(body, ",\"masterKeyOnly\":{");
        buffer_add_text(body, buffer_text(&master));
        buffer_add_char(body, '}');
    }
    buffer_add_char(body, '}');
    return true;
}

static bool finish(struct request *request, struct store_statement *statement, bool bound)
{
    bool done = bound && store_step(statement) == STORE_DONE;

    store_release(statement);
    return done ? true : fail_internal(&request->context, "the config could not be written");
}

static bool drop(struct request *request, struct text name)
{
    struct store_statement *statement =
        store_prepare(request->store, text_of("DELETE FROM \"_GlobalConfig\" WHERE \"name\" = ?1"));

    return finish(request, statement, statement && store_bind_text(statement, 1, name));
}

static bool keep(struct request *request, struct text name, const cJSON *value, bool master_only)
{
    struct store_statement *statement;
    struct buffer json;

    buffer_init(&json, request->context.arena, 64);
    json_write_tree(&json, value);
    if (json.failed)
        return fail_internal(&request->context, "out of memory");
    statement = store_prepare(
        request->store,
        text_of("INSERT INTO \"_GlobalConfig\" (\"name\", \"value\", \"masterKeyOnly\") "
                "VALUES (?1, ?2, ?3) ON CONFLICT (\"name\") DO UPDATE SET "
                "\"value\" = excluded.\"value\", \"masterKeyOnly\" = excluded.\"masterKeyOnly\""));
    return finish(request, statement,
                  statement && store_bind_text(statement, 1, name) &&
                      store_bind_text(statement, 2, buffer_text(&json)) &&
                      store_bind_int64(statement, 3, master_only));
}

/* A name with dots would be a path in parse-server, and a value has no paths here. */
static bool check_name(struct request *request, struct text name)
{
    if (name.length > 0 && name.length <= NAME_LIMIT && !memchr(name.bytes, '.', name.length))
        return true;
    return fail(&request->context, PARSE_INVALID_KEY_NAME,
                "A config parameter's name has 1 to %d bytes and no dot.", NAME_LIMIT);
}

static bool update(struct request *request, const cJSON *param, const cJSON *master_only)
{
    struct text name = text_of(param->string);
    const cJSON *operation = cJSON_GetObjectItemCaseSensitive(param, "__op");
    const cJSON *only = cJSON_GetObjectItemCaseSensitive(master_only, param->string);

    if (!check_name(request, name))
        return false;
    if (!operation)
        return keep(request, name, param, cJSON_IsTrue(only));
    if (cJSON_IsString(operation) && strcmp(operation->valuestring, "Delete") == 0)
        return drop(request, name);
    return fail(&request->context, PARSE_COMMAND_UNAVAILABLE,
                "Of the operations, config parameters know Delete only.");
}

bool global_config_update(struct request *request)
{
    const cJSON *params = cJSON_GetObjectItemCaseSensitive(request->body, "params");
    const cJSON *master_only = cJSON_GetObjectItemCaseSensitive(request->body, "masterKeyOnly");
    const cJSON *param;

    if (params && !cJSON_IsObject(params) && !cJSON_IsNull(params))
        return fail(&request->context, PARSE_INVALID_JSON, "params must be an object");
    cJSON_ArrayForEach(param, params)
    {
        if (!update(request, param, master_only))
            return false;
    }
    buffer_add_string(&request->response.body, "{\"result\":true}");
    return true;
}
