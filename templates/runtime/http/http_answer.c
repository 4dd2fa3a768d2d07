/* http_answer.c - see http_answer.h. */
#include "http/http_answer.h"

#include "base/log.h"
#include "files/file_store.h"
#include "http/batch.h"
#include "http/cors.h"
#include "http/fetch.h"
#include "http/location.h"
#include "http/tls.h"
#include "request/server.h"
#include "routes/refusals.h"

#include <inttypes.h>
#include <microhttpd.h>
#include <stdio.h>

enum { FILE_BLOCK = 65536 };

static void add_header(struct MHD_Response *response, const char *name, const char *value)
{
    if (MHD_add_response_header(response, name, value) != MHD_YES)
        log_error("a response went without its header %s", name);
}

static void add_location(const struct request *request, struct MHD_Response *response)
{
    struct text url = location_url(request);

    if (url.bytes)
        add_header(response, "Location", url.bytes);
}

static void write_error_body(struct request *request)
{
    struct buffer *body = &request->response.body;

    buffer_release(body);
    buffer_init(body, request->context.arena, 256);
    error_write_json(body, &request->context.error);
    refusal_note(request);
    request->response.status = request->context.error.status;
}

/* Pages are told to browsers as what they are, and to do nothing beside. */
static void add_content_headers(const struct request *request, struct MHD_Response *response)
{
    add_header(response, "Cache-Control", "no-store");
    add_header(response, "X-Content-Type-Options", "nosniff");
    if (!request->response.content_type || request->context.error.code) {
        add_header(response, "Content-Type",
                   request->response.json_type && !request->context.error.code
                       ? request->response.json_type
                       : "application/json; charset=utf-8");
        return;
    }
    add_header(response, "Content-Type", request->response.content_type);
    add_header(response, "Content-Security-Policy",
               "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    add_header(response, "Referrer-Policy", "no-referrer");
}

/* The reader is the exchange's, which ends when its answer has. */
static ssize_t take_file(void *closure, uint64_t position, char *bytes, size_t limit)
{
    struct exchange *exchange = closure;
    ssize_t taken = exchange->broken
                        ? FILE_READER_FAILED
                        : file_reader_take(exchange->request.response.file, bytes, limit);

    (void)position; /* the reader knows */
    if (taken == FILE_READER_WAITS) {
        fetch_begin(exchange);
        return 0;
    }
    if (taken > 0)
        return taken;
    return taken == 0 ? MHD_CONTENT_READER_END_OF_STREAM : MHD_CONTENT_READER_END_WITH_ERROR;
}

static struct MHD_Response *file_response(struct request *request)
{
    return MHD_create_response_from_callback((uint64_t)request->response.file_length, FILE_BLOCK,
                                             take_file, request, NULL);
}

static struct MHD_Response *body_response(struct request *request)
{
    static const char out_of_memory[] = "{\"code\":1,\"error\":\"Internal server error.\"}";
    static const char too_large[] = "{\"code\":155,\"error\":\"The request takes more memory than "
                                    "one may have: ask for less at a time.\"}";
    struct text body = buffer_text(&request->response.body);

    /* Where there is no room for the error itself, it is one of two that need none. */
    if (request->response.body.failed || !body.bytes) {
        bool is_limit = request->context.error.code == PARSE_REQUEST_LIMIT_EXCEEDED;
        body = text_of(is_limit ? too_large : out_of_memory);
        request->response.status = is_limit ? 400 : 500;
    }
    /* The body stays in the request's arena until the connection is done with it. */
    return MHD_create_response_from_buffer(body.length, (void *)(uintptr_t)body.bytes,
                                           MHD_RESPMEM_PERSISTENT);
}

static void add_retry_after(struct MHD_Response *response, int64_t seconds)
{
    char value[24];

    snprintf(value, sizeof value, "%lld", (long long)seconds);
    add_header(response, "Retry-After", value);
}

/* What the log calls the request, wherever something of it may have been refused. */
static void add_number(const struct request *request, struct MHD_Response *response)
{
    char value[24];

    if (!request->context.error.code && !request->by_parts)
        return;
    snprintf(value, sizeof value, "%016" PRIx64, request->number);
    add_header(response, "X-Request-Id", value);
}

/* What only the server as a whole knows, and when to ask again. */
static void add_server_headers(const struct request *request, struct MHD_Response *response,
                               bool last)
{
    tls_add_header(response, &request->server->options);
    if (last || atomic_load(&request->server->stopping))
        add_header(response, "Connection", "close");
    if (request->response.status == 503)
        add_header(response, "Retry-After", "1");
    else if (request->context.error.code && request->context.error.retry_seconds > 0)
        add_retry_after(response, request->context.error.retry_seconds);
}

static void add_own_headers(const struct request *request, struct MHD_Response *response)
{
    const struct response_header *header = request->response.headers;

    for (; header && !request->context.error.code; header = header->next)
        add_header(response, header->name, header->value.bytes);
}

bool http_answer(struct request *request, struct MHD_Connection *connection, bool from_browser,
                 bool last)
{
    bool is_file = request->response.file && !request->context.error.code;
    struct MHD_Response *response;
    bool queued;

    if (request->context.error.code)
        write_error_body(request);
    response = is_file ? file_response(request) : body_response(request);
    if (!response)
        return false;
    if (!is_file)
        add_content_headers(request, response);
    add_server_headers(request, response, last);
    add_number(request, response);
    add_own_headers(request, response);
    cors_add_headers(response, request, connection, from_browser);
    if (request->response.location.bytes && !request->context.error.code)
        add_location(request, response);
    queued =
        MHD_queue_response(connection, (unsigned)request->response.status, response) == MHD_YES;
    MHD_destroy_response(response);
    return queued;
}
