/* webhook_routes.c - see webhook_routes.h. A function is a row of _Hook without a class name. */
#include "routes/webhook_routes.h"

#include "formats/json.h"
#include "hooks/webhook.h"
#include "outside/transfer.h"

enum { URL_LIMIT = 2048, NAME_LIMIT = 128 };

struct declaration {
    struct text class_name; /* empty: a function */
    struct text name;
    struct text url;
};

static void write_declaration(struct buffer *body, const struct declaration *declaration)
{
    if (declaration->class_name.length) {
        buffer_add_string(body, "{\"className\":");
        json_write_string(body, declaration->class_name);
        buffer_add_string(body, ",\"triggerName\":");
    } else {
        buffer_add_string(body, "{\"functionName\":");
    }
    json_write_string(body, declaration->name);
    buffer_add_string(body, ",\"url\":");
    json_write_string(body, declaration->url);
    buffer_add_char(body, '}');
}

static bool write_all(struct request *request, const char *sql)
{
    struct buffer *body = &request->response.body;
    struct store_statement *rows = request_statement(request, sql, NULL);
    const char *separator = "";
    bool found;
    bool done;

    buffer_add_char(body, '[');
    while ((done = sql_next(&request->context, rows, &found)) && found) {
        struct declaration declaration = {store_column_text(rows, 0), store_column_text(rows, 1),
                                          store_column_text(rows, 2)};
        buffer_add_string(body, separator);
        separator = ",";
        write_declaration(body, &declaration);
    }
    buffer_add_char(body, ']');
    store_release(rows);
    return done;
}

bool webhook_functions_find(struct request *request)
{
    return write_all(request, "SELECT \"className\", \"name\", \"url\" FROM \"_Hook\" "
                              "WHERE \"className\" = '' ORDER BY \"name\"");
}

bool webhook_triggers_find(struct request *request)
{
    return write_all(request, "SELECT \"className\", \"name\", \"url\" FROM \"_Hook\" "
                              "WHERE \"className\" <> '' ORDER BY \"className\", \"name\"");
}

static bool fail_missing(struct request *request, const struct declaration *declaration)
{
    if (!declaration->class_name.length)
        return fail(&request->context, PARSE_WEBHOOK_ERROR, "no function named: %.*s is defined",
                    TEXT_PRINTED(declaration->name));
    return fail(&request->context, PARSE_WEBHOOK_ERROR, "class %.*s does not exist",
                TEXT_PRINTED(declaration->class_name));
}

static bool get(struct request *request, struct text class_name, struct text name)
{
    struct declaration declaration = {class_name, name, text_none()};

    if (!webhook_find(request, class_name, name, &declaration.url))
        return false;
    if (!declaration.url.bytes)
        return fail_missing(request, &declaration);
    write_declaration(&request->response.body, &declaration);
    return true;
}

bool webhook_functions_get(struct request *request)
{
    return get(request, text_of(""), request->segments[0]);
}

bool webhook_triggers_get(struct request *request)
{
    return get(request, request->segments[0], request->segments[1]);
}

static struct text body_text(const struct request *request, const char *name)
{
    return text_of(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(request->body, name)));
}

/* Fails with 143 unless this can be kept, and called. */
static bool check(struct request *request, const struct declaration *declaration)
{
    if (declaration->name.length && declaration->name.length <= NAME_LIMIT &&
        declaration->url.length && declaration->url.length <= URL_LIMIT &&
        (!declaration->class_name.length ||
         webhook_trigger_is_known(request, declaration->class_name, declaration->name)))
        return transfer_url_is_valid(declaration->url) ||
               fail(&request->context, PARSE_WEBHOOK_ERROR,
                    "a webhook's url begins with http:// or https:// and holds no password");
    return fail(&request->context, PARSE_WEBHOOK_ERROR, "invalid hook declaration");
}

static void note_added(struct request *request, void *state)
{
    (void)state;
    webhook_note_added(request);
}

static bool keep(struct request *request, const struct declaration *declaration)
{
    static const char upsert[] =
        "INSERT INTO \"_Hook\" (\"className\", \"name\", \"url\") VALUES (?1, ?2, ?3) "
        "ON CONFLICT (\"className\", \"name\") DO UPDATE SET \"url\" = excluded.\"url\"";

    if (!sql_run(&request->context, request_statement(request, upsert,
                                                      SQL_VALUES(sql_text(declaration->class_name),
                                                                 sql_text(declaration->name),
                                                                 sql_text(declaration->url)))))
        return false;
    write_declaration(&request->response.body, declaration);
    return request_afterwards(request, note_added, NULL);
}

static bool drop(struct request *request, const struct declaration *declaration)
{
    return sql_run(&request->context,
                   request_statement(
                       request, "DELETE FROM \"_Hook\" WHERE \"className\" = ?1 AND \"name\" = ?2",
                       SQL_VALUES(sql_text(declaration->class_name), sql_text(declaration->name))));
}

bool webhooks_create(struct request *request)
{
    struct declaration declaration = {text_of(""), body_text(request, "functionName"),
                                      body_text(request, "url")};
    struct text known;

    if (!declaration.name.length) {
        declaration.class_name = body_text(request, "className");
        declaration.name = body_text(request, "triggerName");
        if (!declaration.class_name.length)
            declaration.name = text_none(); /* neither one nor the other */
    }
    if (!declaration.name.length)
        return fail(&request->context, PARSE_WEBHOOK_ERROR, "invalid hook declaration");
    if (!webhook_find(request, declaration.class_name, declaration.name, &known))
        return false;
    if (known.bytes && !declaration.class_name.length)
        return fail(&request->context, PARSE_WEBHOOK_ERROR, "function name: %s already exists",
                    declaration.name.bytes);
    if (known.bytes)
        return fail(&request->context, PARSE_WEBHOOK_ERROR, "class %s already has trigger %s",
                    declaration.class_name.bytes, declaration.name.bytes);
    return check(request, &declaration) && keep(request, &declaration);
}

static bool update(struct request *request, struct text class_name, struct text name)
{
    struct declaration declaration = {class_name, name, text_none()};
    struct text known;

    if (text_is(body_text(request, "__op"), "Delete")) {
        buffer_add_string(&request->response.body, "{}");
        return drop(request, &declaration);
    }
    if (!webhook_find(request, class_name, name, &known))
        return false;
    declaration.url = body_text(request, "url");
    if (!declaration.url.length)
        return fail(&request->context, PARSE_WEBHOOK_ERROR, "invalid hook declaration");
    if (!known.bytes)
        return fail_missing(request, &declaration);
    return check(request, &declaration) && keep(request, &declaration);
}

bool webhook_functions_update(struct request *request)
{
    return update(request, text_of(""), request->segments[0]);
}

bool webhook_triggers_update(struct request *request)
{
    return update(request, request->segments[0], request->segments[1]);
}
