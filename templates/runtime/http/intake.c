/* intake.c - see intake.h.
 *
 * The order is that of trust: nothing of a body is looked at before the headers have named the app
 * and a key, except where the headers name no app at all and the body has to (credentials.h). */
#include "http/intake.h"

#include "formats/json.h"
#include "http/authenticate.h"
#include "http/intake_files.h"
#include "http/metrics.h"
#include "http/router.h"
#include "request/idempotency.h"
#include "request/rates.h"
#include "request/server.h"
#include "resolve/endpoint.h"
#include "resolve/upload.h"
#include "routes/health.h"
#include "routes/pages.h"

#include <microhttpd.h>
#include <strings.h>

enum { PARAMETER_LIMIT = 64 };

struct text intake_path(struct text mount, const char *url)
{
    struct text path = text_of(url);

    if (path.length < mount.length || memcmp(path.bytes, mount.bytes, mount.length) != 0)
        return text_none();
    path.bytes += mount.length;
    path.length -= mount.length;
    if (path.length == 0)
        return text_of("/");
    return path.bytes[0] == '/' ? router_tidy_path(path) : text_none();
}

static enum MHD_Result collect_parameter(void *closure, enum MHD_ValueKind kind, const char *name,
                                         size_t name_length, const char *value, size_t value_length)
{
    struct request *request = closure;
    struct parameter *parameter;

    (void)kind;
    if (request->parameter_count == PARAMETER_LIMIT)
        return MHD_NO;
    if (!request->parameters) {
        request->parameters =
            arena_alloc_array(request->context.arena, PARAMETER_LIMIT, sizeof *request->parameters);
        if (!request->parameters)
            return MHD_NO;
    }
    parameter = (struct parameter *)(uintptr_t)&request->parameters[request->parameter_count++];
    parameter->name = (struct text){name, name_length};
    parameter->value = (struct text){value ? value : "", value ? value_length : 0};
    return MHD_YES;
}

/* A form, as pages send it and as curl says it sends unless told otherwise. What begins with a
 * brace is JSON whatever it is called. */
static bool is_form(const struct request *request, struct MHD_Connection *connection)
{
    static const char form[] = "application/x-www-form-urlencoded";
    const char *type;
    size_t at = 0;

    while (at < request->body_text.length && strchr(" \t\r\n", request->body_text.bytes[at]))
        at++;
    if (at == request->body_text.length || request->body_text.bytes[at] == '{')
        return false;
    type = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Type");
    return type && strncasecmp(type, form, sizeof form - 1) == 0;
}

/* The form as JSON: an object of strings. */
static struct text form_json(struct request *request)
{
    const struct parameter *parameters;
    size_t count;
    struct buffer json;

    if (!query_parse(request->context.arena, request->body_text, &parameters, &count))
        return text_none();
    buffer_init(&json, request->context.arena, request->body_text.length + 64);
    buffer_add_char(&json, '{');
    for (size_t i = 0; i < count; i++) {
        if (i)
            buffer_add_char(&json, ',');
        json_write_string(&json, parameters[i].name);
        buffer_add_char(&json, ':');
        json_write_string(&json, parameters[i].value);
    }
    buffer_add_char(&json, '}');
    return json.failed ? text_none() : buffer_text(&json);
}

static bool read_body(struct request *request, struct MHD_Connection *connection)
{
    struct text json = request->body_text;

    json_use_arena(request->context.arena);
    if (!json.length) {
        request->body = request->method == METHOD_GET ? NULL : cJSON_CreateObject();
        return request->body || request->method == METHOD_GET
                   ? true
                   : fail_internal(&request->context, "out of memory");
    }
    /* A form with files is read by whom it is for. */
    if (graphql_has_path(request->path) && upload_is_form(request->content_type))
        return true;
    if (is_form(request, connection))
        json = form_json(request);
    if (!json.bytes)
        return fail_internal(&request->context, "out of memory");
    request->body = json_parse(&request->context, json);
    if (request->body && !cJSON_IsObject(request->body))
        return fail(&request->context, PARSE_INVALID_JSON, "body must be a JSON object");
    return request->body != NULL;
}

/* A POST may stand for another method, which "_method" names in any case; Unity's SDK says _noBody.
 */
static void override_method(struct request *request)
{
    const char *name;
    char capitals[8] = "";

    if (!request->body)
        return;
    (void)cJSON_DetachItemFromObjectCaseSensitive(request->body, "_noBody");
    if (request->method != METHOD_POST)
        return;
    name = cJSON_GetStringValue(cJSON_DetachItemFromObjectCaseSensitive(request->body, "_method"));
    if (!name || !*name)
        return;
    for (size_t i = 0; i < sizeof capitals - 1 && name[i]; i++)
        capitals[i] = name[i] >= 'a' && name[i] <= 'z' ? (char)(name[i] - 'a' + 'A') : name[i];
    request->method =
        strlen(name) < sizeof capitals ? method_from_text(text_of(capitals)) : METHOD_OTHER;
}

static struct text header(struct MHD_Connection *connection, const char *name)
{
    return text_of(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name));
}

/* Nothing has to be shown. */
static bool admit_operator(struct request *request, struct MHD_Connection *connection)
{
    if (!authenticate_operator(request) || !read_body(request, connection))
        return false;
    override_method(request);
    return true;
}

/* Reads body and credentials, in the order that the headers allow. */
static bool admit(struct request *request, struct MHD_Connection *connection,
                  struct session_cache *sessions)
{
    struct text app_id = request->server->options.app_id;
    bool is_upload = intake_is_upload(request->method, request->path);
    struct credentials credentials = {0};
    bool in_headers;

    request->content_type = header(connection, "Content-Type");
    request->accept = header(connection, "Accept");
    if (request->is_operators)
        return admit_operator(request, connection);
    credentials_read_headers(&credentials, connection, request->context.arena, app_id);
    in_headers = credentials.app_id.bytes && text_equal(credentials.app_id, app_id);
    if (!in_headers && !request->body_text.length)
        return credentials_refuse(request);
    if (in_headers && !authenticate_app(request, &credentials))
        return false;
    if (in_headers && is_upload)
        return intake_take_raw_upload(request, connection) &&
               authenticate_session(request, sessions);
    if (!read_body(request, connection))
        return in_headers ? false : credentials_refuse(request);
    if (is_upload && !intake_take_json_upload(request))
        return false;
    if (!is_upload)
        override_method(request);
    if (!in_headers && (!credentials_take_from_body(&credentials, request) ||
                        !authenticate_app(request, &credentials)))
        return false;
    request->request_id = credentials.request_id;
    request->if_match = header(connection, "If-Match");
    return authenticate_session(request, sessions);
}

bool intake_judge_head(struct request *request, struct MHD_Connection *connection,
                       struct session_cache *sessions, bool *known)
{
    struct text app_id = request->server->options.app_id;
    struct credentials credentials = {0};

    *known = false;
    credentials_read_headers(&credentials, connection, request->context.arena, app_id);
    if (!credentials.app_id.bytes || !text_equal(credentials.app_id, app_id))
        return true;
    if (!authenticate_app(request, &credentials) || !authenticate_session(request, sessions))
        return false;
    *known = request->principal.master || principal_signed_in(&request->principal);
    return true;
}

/* Whoever follows a link in a mail holds no key, and submits a form. */
static bool admit_page(struct request *request, struct MHD_Connection *connection)
{
    json_use_arena(request->context.arena);
    if (request->method == METHOD_POST)
        return pages_read_form(request);
    MHD_get_connection_values_n(connection, MHD_GET_ARGUMENT_KIND, collect_parameter, request);
    return true;
}

bool intake(struct request *request, struct MHD_Connection *connection,
            struct session_cache *sessions)
{
    if (pages_has_path(request->path)) {
        if (!admit_page(request, connection))
            return false;
    } else if (!health_has_path(request->path) && !metrics_admit(request, connection)) {
        bool download = intake_is_download(request->method, request->path);
        if (!(download ? intake_admit_download : admit)(request, connection, sessions))
            return false;
        MHD_get_connection_values_n(connection, MHD_GET_ARGUMENT_KIND, collect_parameter, request);
    }
    if (!health_has_path(request->path) && !rates_take(request, RATE_REQUESTS, 1))
        return false;
    if (!router_find(request))
        return false;
    return idempotency_begin(request) && request_prepare(request);
}
