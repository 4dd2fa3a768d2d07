/* location.c - see location.h. */
#include "http/location.h"

#include "http/peer.h"
#include "request/server.h"

#include <microhttpd.h>

/* What a host and its port may be written with (RFC 3986, section 3.2.2, and underscores). */
static bool is_host(const char *host)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._:[]";

    return host && *host && host[strspn(host, allowed)] == '\0';
}

static const char *header(struct MHD_Connection *connection, const char *name)
{
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

void location_find_host(struct request *request, struct MHD_Connection *connection)
{
    const char *host = header(connection, "Host");

    request->scheme = "http";
    if (peer_is_loopback(connection)) {
        const char *forwarded_scheme = header(connection, "X-Forwarded-Proto");
        const char *forwarded_host = header(connection, "X-Forwarded-Host");
        if (forwarded_scheme && text_is(text_of("https"), forwarded_scheme))
            request->scheme = "https";
        if (is_host(forwarded_host))
            host = forwarded_host;
    }
    request->host = is_host(host) ? text_of(host) : text_of("localhost");
}

struct text location_url(const struct request *request)
{
    struct text public_url = request->server->options.public_url;
    const struct text found[] = {text_of(request->scheme), TEXT("://"), request->host,
                                 request->server->options.mount, request->response.location};
    const struct text given[] = {public_url, request->response.location};

    return public_url.length ? arena_join(request->context.arena, given, 2)
                             : arena_join(request->context.arena, found, 5);
}
