/* authenticate.c - see authenticate.h. The headers' names are Parse's (REST guide, "Request
 * Format"). */
#include "authenticate.h"

#include "server.h"
#include "session_cache.h"

#include <microhttpd.h>
#include <netinet/in.h>
#include <sodium.h>

/* The headers that matter, gathered in one pass over all of them. */
enum header {
    HEADER_APP_ID,
    HEADER_MASTER_KEY,
    HEADER_REST_KEY,
    HEADER_JS_KEY,
    HEADER_CLIENT_KEY,
    HEADER_DOTNET_KEY,
    HEADER_SESSION_TOKEN,
    HEADER_INSTALLATION_ID,
    HEADER_FORWARDED_FOR,
    HEADER_FORWARDED,
    HEADER_COUNT
};

static const struct {
    const char *name;
    size_t length;
} headers[HEADER_COUNT] = {
    [HEADER_APP_ID] = {"X-Parse-Application-Id", 22},
    [HEADER_MASTER_KEY] = {"X-Parse-Master-Key", 18},
    [HEADER_REST_KEY] = {"X-Parse-REST-API-Key", 20},
    [HEADER_JS_KEY] = {"X-Parse-Javascript-Key", 22},
    [HEADER_CLIENT_KEY] = {"X-Parse-Client-Key", 18},
    [HEADER_DOTNET_KEY] = {"X-Parse-Windows-Key", 19},
    [HEADER_SESSION_TOKEN] = {"X-Parse-Session-Token", 21},
    [HEADER_INSTALLATION_ID] = {"X-Parse-Installation-Id", 23},
    [HEADER_FORWARDED_FOR] = {"X-Forwarded-For", 15},
    [HEADER_FORWARDED] = {"Forwarded", 9},
};

struct found_headers {
    struct text values[HEADER_COUNT];
};

static enum MHD_Result collect_header(void *closure, enum MHD_ValueKind kind, const char *name,
                                      size_t name_length, const char *value, size_t value_length)
{
    struct found_headers *found = closure;

    (void)kind;
    for (int i = 0; i < HEADER_COUNT; i++)
        if (name_length == headers[i].length &&
            strncasecmp(name, headers[i].name, name_length) == 0)
            found->values[i] = (struct text){value ? value : "", value ? value_length : 0};
    return MHD_YES;
}

/* Compares in a time that depends on the lengths alone. */
static bool same_secret(struct text given, struct text expected)
{
    return given.bytes && given.length == expected.length &&
           sodium_memcmp(given.bytes, expected.bytes, expected.length) == 0;
}

static bool from_loopback(struct MHD_Connection *connection, const struct found_headers *found)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info ? info->client_addr : NULL;

    /* A proxy on this machine speaks for others. */
    if (found->values[HEADER_FORWARDED_FOR].bytes || found->values[HEADER_FORWARDED].bytes)
        return false;
    if (address && address->sa_family == AF_INET) {
        const struct sockaddr_in *v4 = (const struct sockaddr_in *)(const void *)address;
        return (ntohl(v4->sin_addr.s_addr) >> 24) == 127;
    }
    if (address && address->sa_family == AF_INET6) {
        const struct in6_addr *v6 =
            &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
        return IN6_IS_ADDR_LOOPBACK(v6) || (IN6_IS_ADDR_V4MAPPED(v6) && v6->s6_addr[12] == 127);
    }
    return false;
}

static bool refuse(struct request *request)
{
    request->context.error =
        (struct parse_error){.code = -1, .status = 403, .message = text_of("unauthorized")};
    return false;
}

/* Client keys are asked for only where at least one is configured; any that matches will do. */
static bool client_key_fits(const struct options *options, const struct found_headers *found)
{
    const struct {
        struct text configured;
        struct text given;
    } keys[] = {
        {options->rest_key, found->values[HEADER_REST_KEY]},
        {options->js_key, found->values[HEADER_JS_KEY]},
        {options->client_key, found->values[HEADER_CLIENT_KEY]},
        {options->dotnet_key, found->values[HEADER_DOTNET_KEY]},
    };
    bool configured = false;

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (!keys[i].configured.bytes)
            continue;
        configured = true;
        if (same_secret(keys[i].given, keys[i].configured))
            return true;
    }
    return !configured;
}

bool authenticate_app(struct request *request, struct MHD_Connection *connection)
{
    const struct options *options = &request->server->options;
    struct found_headers found = {0};

    MHD_get_connection_values_n(connection, MHD_HEADER_KIND, collect_header, &found);
    if (!found.values[HEADER_APP_ID].bytes ||
        !text_equal(found.values[HEADER_APP_ID], options->app_id))
        return refuse(request);
    request->session_token = found.values[HEADER_SESSION_TOKEN];
    request->installation_id = found.values[HEADER_INSTALLATION_ID];
    if (same_secret(found.values[HEADER_MASTER_KEY], options->master_key)) {
        if (!options->master_key_anywhere && !from_loopback(connection, &found))
            return refuse(request);
        request->principal.master = true;
        return true;
    }
    return client_key_fits(options, &found) ? true : refuse(request);
}

bool authenticate_session(struct request *request, struct session_cache *sessions)
{
    uint64_t generation;

    if (!request->session_token.length || request->principal.master)
        return true;
    if (text_is(request->path, "/login"))
        return true;
    generation = atomic_load(&request->server->session_generation);
    return session_cache_find(sessions, request, generation);
}
