/* intake_files.c - see intake_files.h. */
#include "http/intake_files.h"

#include "formats/encoding.h"
#include "http/authenticate.h"
#include "http/credentials.h"
#include "request/server.h"
#include "routes/files.h"

#include <microhttpd.h>
#include <stdlib.h>

enum { JSON_AROUND_FILE = 65536 };

static bool is_below_files(struct text path)
{
    static const char prefix[] = "/files/";

    return path.length >= sizeof prefix - 1 && memcmp(path.bytes, prefix, sizeof prefix - 1) == 0;
}

bool intake_is_upload(enum http_method method, struct text path)
{
    return method == METHOD_POST && (is_below_files(path) || text_is(path, "/files"));
}

bool intake_is_download(enum http_method method, struct text path)
{
    return method == METHOD_GET && is_below_files(path);
}

int64_t intake_body_limit(const struct options *options, enum http_method method, struct text path)
{
    if (!intake_is_upload(method, path) || options->file_limit > INT64_MAX / 2)
        return options->body_limit;
    return options->file_limit + options->file_limit / 3 + JSON_AROUND_FILE;
}

static struct text header(struct MHD_Connection *connection, const char *name)
{
    return text_of(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name));
}

bool intake_is_stream(const struct request *request, struct MHD_Connection *connection)
{
    struct text app_id = request->server->options.app_id;
    struct credentials credentials = {0};

    if (!intake_is_upload(request->method, request->path))
        return false;
    credentials_read_headers(&credentials, connection, request->context.arena, app_id);
    return credentials.app_id.bytes && text_equal(credentials.app_id, app_id);
}

static struct upload *make_upload(struct request *request)
{
    request->upload = arena_alloc(request->context.arena, sizeof *request->upload);
    if (request->upload)
        *request->upload = (struct upload){.bytes = text_of("")};
    else
        fail_internal(&request->context, "out of memory");
    return request->upload;
}

/* Folders are for parse-server's other storages. */
static bool refuse_directory(struct request *request, bool wanted)
{
    if (!wanted)
        return true;
    if (!request->principal.master)
        return fail(&request->context, PARSE_OPERATION_FORBIDDEN,
                    "Directory can only be set using the Master Key.");
    return fail(&request->context, PARSE_INVALID_FILE_NAME, "This server keeps no directories.");
}

bool intake_take_raw_upload(struct request *request, struct MHD_Connection *connection)
{
    struct upload *upload = make_upload(request);
    struct text length;

    if (!upload)
        return false;
    upload->content_type = header(connection, "Content-Type");
    upload->streams = true;
    length = header(connection, "Content-Length");
    upload->announced = length.bytes ? strtoll(length.bytes, NULL, 10) : -1;
    return refuse_directory(request, header(connection, "X-Parse-File-Directory").bytes != NULL);
}

/* The file's bytes; padding may be missing, and a "data:" URL before it is dropped by the SDKs. */
static bool read_base64(struct request *request, const char *base64, struct text *bytes)
{
    struct context scratch = {.arena = request->context.arena};

    if (base64_read(&scratch, text_of(base64), bytes))
        return true;
    return fail(&request->context, PARSE_FILE_SAVE_ERROR, "Invalid file upload.");
}

bool intake_take_json_upload(struct request *request)
{
    struct upload *upload = make_upload(request);
    const cJSON *base64 = cJSON_GetObjectItemCaseSensitive(request->body, "base64");
    const cJSON *type = cJSON_GetObjectItemCaseSensitive(request->body, "_ContentType");
    const cJSON *data = cJSON_GetObjectItemCaseSensitive(request->body, "fileData");

    if (!upload)
        return false;
    if ((base64 && !cJSON_IsString(base64)) || (type && !cJSON_IsString(type)))
        return credentials_refuse(request);
    upload->content_type = type ? text_of(type->valuestring) : text_none();
    return refuse_directory(request, cJSON_GetObjectItemCaseSensitive(data, "directory") != NULL) &&
           (!base64 || read_base64(request, base64->valuestring, &upload->bytes));
}

bool intake_admit_download(struct request *request, struct MHD_Connection *connection,
                           struct session_cache *sessions)
{
    struct text app_id = request->server->options.app_id;
    struct credentials credentials = {0};

    credentials_read_headers(&credentials, connection, request->context.arena, app_id);
    request->range = header(connection, "Range");
    request->destination = header(connection, "Sec-Fetch-Dest");
    request->session_token = credentials.session_token;
    if (credentials.master_key.length && credentials.app_id.bytes &&
        text_equal(credentials.app_id, app_id) && !authenticate_app(request, &credentials))
        return false;
    return authenticate_session(request, sessions);
}
