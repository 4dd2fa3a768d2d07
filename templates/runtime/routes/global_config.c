/* global_config.c - see global_config.h. A parameter is a row of the table _GlobalConfig: its name,
 * its value as JSON, and whether it is shown to the master key only. */
#include "routes/global_config.h"

#include "formats/json.h"
#include "write/file_holders.h"

enum { NAME_LIMIT = 250 };

/* The parameters that the principal may read become two lists of members. */
static bool read_parameters(struct request *request, struct buffer *params, struct buffer *master)
{
    struct store_statement *rows =
        request_statement(request,
                          "SELECT \"name\", \"value\", \"masterKeyOnly\" FROM "
                          "\"_GlobalConfig\" ORDER BY \"name\"",
                          NULL);
    bool found;
    bool done;

    while ((done = sql_next(&request->context, rows, &found)) && found) {
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
    return done;
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

static bool drop(struct request *request, struct text name)
{
    return sql_run(&request->context,
                   request_statement(request, "DELETE FROM \"_GlobalConfig\" WHERE \"name\" = ?1",
                                     SQL_VALUES(sql_text(name))));
}

static bool keep(struct request *request, struct text name, const cJSON *value, bool master_only)
{
    static const char upsert[] =
        "INSERT INTO \"_GlobalConfig\" (\"name\", \"value\", \"masterKeyOnly\") "
        "VALUES (?1, ?2, ?3) ON CONFLICT (\"name\") DO UPDATE SET "
        "\"value\" = excluded.\"value\", \"masterKeyOnly\" = excluded.\"masterKeyOnly\"";
    struct buffer json;

    buffer_init(&json, request->context.arena, 64);
    json_write_tree(&json, value);
    if (json.failed)
        return fail_internal(&request->context, "out of memory");
    return file_holders_note_text(request, buffer_text(&json)) &&
           sql_run(&request->context,
                   request_statement(request, upsert,
                                     SQL_VALUES(sql_text(name), sql_text(buffer_text(&json)),
                                                sql_int64(master_only))));
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
