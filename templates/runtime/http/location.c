/* location.c - see location.h. */
#include "http/location.h"

#include "http/peer.h"
#include "request/server.h"

#include <microhttpd.h>

/* What a host and its port may be written with (RFC 3986, section 3.2.2, and underscores). */
static bool is_host(struct text host)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._:[]";

    for (size_t i = 0; i < host.length; i++)
        if (!memchr(allowed, host.bytes[i], sizeof allowed - 1))
            return false;
    return host.length > 0;
}

void location_find_host(struct request *request, struct MHD_Connection *connection)
{
    struct text host = text_of(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Host"));
    struct peer_words words = peer_words(connection);

    request->scheme = request->server->options.tls_cert ? "https" : "http";
    if (text_is(words.scheme, "https"))
        request->scheme = "https";
    if (is_host(words.host))
        host = words.host;
    request->host = is_host(host) ? host : text_of("localhost");
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
