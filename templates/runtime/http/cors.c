/* cors.c - see cors.h. The lists are the headers that the SDKs send and read. */
#include "http/cors.h"

#include "base/log.h"
#include "request/server.h"

#include <microhttpd.h>
#include <strings.h>

static const struct {
    const char *name;
    const char *value;
} headers[] = {
    {"Access-Control-Allow-Methods", "GET,PUT,POST,DELETE,OPTIONS"},
    {"Access-Control-Allow-Headers",
     "X-Parse-Master-Key, X-Parse-REST-API-Key, X-Parse-Javascript-Key, X-Parse-Application-Id, "
     "X-Parse-Client-Version, X-Parse-Session-Token, X-Parse-Installation-Id, X-Requested-With, "
     "X-Parse-Revocable-Session, X-Parse-Request-Id, X-Parse-Client-Key, X-Parse-Windows-Key, "
     "X-Parse-Cloud-Context, Authorization, Content-Type, If-Match, Range, Pragma, Cache-Control"},
    {"Access-Control-Expose-Headers",
     "X-Parse-Job-Status-Id, X-Parse-Push-Status-Id, Location, X-Disclosure-Notice, "
     "X-Disclosure-Consent, ETag, Retry-After, X-Request-Id"},
    {"Access-Control-Max-Age", "600"}, /* what a preflight's answer is good for */
};

static bool allows_all(const struct options *options)
{
    return !options->allow_origin.length || text_is(options->allow_origin, "*");
}

/* SCHEME://HOST or SCHEME://HOST:PORT, as a browser writes it: without a path, not even a slash. */
static bool is_origin(struct text origin)
{
    static const char separator[] = "://";
    const char *colon = origin.length ? memchr(origin.bytes, ':', origin.length) : NULL;
    size_t scheme = colon ? (size_t)(colon - origin.bytes) : 0;
    size_t start = scheme + sizeof separator - 1;

    if (!scheme || origin.length <= start || memcmp(colon, separator, sizeof separator - 1) != 0)
        return false;
    for (size_t i = start; i < origin.length; i++)
        if (origin.bytes[i] <= ' ' || memchr("/?#*@\"\\", origin.bytes[i], 7))
            return false;
    return true;
}

bool cors_check_options(const struct options *options)
{
    struct text list = options->allow_origin;
    struct text item;

    if (allows_all(options) || text_is(list, "none"))
        return true;
    while (text_next_item(&list, &item))
        if (!is_origin(text_trim(item, " "))) {
            log_error(
                "--allow-origin takes origins (https://app.example.org) with commas between, * or "
                "none: %.*s",
                TEXT_PRINTED(item));
            return false;
        }
    return true;
}

static bool is_listed(const struct options *options, struct text origin)
{
    struct text list = options->allow_origin;
    struct text item;

    while (is_origin(origin) && text_next_item(&list, &item)) {
        item = text_trim(item, " ");
        if (item.length == origin.length && strncasecmp(item.bytes, origin.bytes, item.length) == 0)
            return true;
    }
    return false;
}

static struct text origin_of(struct MHD_Connection *connection)
{
    return text_of(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Origin"));
}

static void add_header(struct MHD_Response *response, const char *name, const char *value)
{
    if (MHD_add_response_header(response, name, value) != MHD_YES)
        log_error("a response went without its header %s", name);
}

void cors_add_headers(struct MHD_Response *response, const struct request *request,
                      struct MHD_Connection *connection, bool from_browser)
{
    const struct options *options = &request->server->options;
    struct text origin = origin_of(connection);

    if (!allows_all(options))
        add_header(response, "Vary", "Origin");
    if (!from_browser || !(allows_all(options) || is_listed(options, origin)))
        return;
    add_header(response, "Access-Control-Allow-Origin", allows_all(options) ? "*" : origin.bytes);
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        add_header(response, headers[i].name, headers[i].value);
}

bool cors_allows_socket(const struct request *request, struct MHD_Connection *connection)
{
    struct text origin = origin_of(connection);
    size_t scheme = strlen(request->scheme);

    if (allows_all(&request->server->options) || !origin.bytes ||
        is_listed(&request->server->options, origin))
        return true;
    /* A page of the server's own. */
    return origin.length == scheme + 3 + request->host.length &&
           memcmp(origin.bytes, request->scheme, scheme) == 0 &&
           memcmp(origin.bytes + scheme, "://", 3) == 0 &&
           strncasecmp(origin.bytes + scheme + 3, request->host.bytes, request->host.length) == 0;
}
