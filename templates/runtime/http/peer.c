/* peer.c - see peer.h. */
#include "http/peer.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <string.h>
#include <strings.h>

enum { NETWORK_BYTES = 8 };

const struct sockaddr *peer_address(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

    return info ? info->client_addr : NULL;
}

bool peer_address_is_loopback(const struct sockaddr *address)
{
    if (address && address->sa_family == AF_INET) {
        const struct sockaddr_in *v4 = (const struct sockaddr_in *)(const void *)address;
        return ntohl(v4->sin_addr.s_addr) == INADDR_LOOPBACK;
    }
    if (address && address->sa_family == AF_INET6) {
        const struct in6_addr *v6 =
            &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
        static const unsigned char mapped[16] = {[10] = 255, [11] = 255, [12] = 127, [15] = 1};
        return IN6_IS_ADDR_LOOPBACK(v6) || memcmp(v6->s6_addr, mapped, sizeof mapped) == 0;
    }
    return address && address->sa_family == AF_UNIX;
}

bool peer_is_loopback(struct MHD_Connection *connection)
{
    return peer_address_is_loopback(peer_address(connection));
}

uint64_t peer_number_of_address(const struct sockaddr *address)
{
    struct text bytes = {"", 0};

    if (address && address->sa_family == AF_INET) {
        const struct sockaddr_in *v4 = (const struct sockaddr_in *)(const void *)address;
        bytes = (struct text){(const char *)&v4->sin_addr, sizeof v4->sin_addr};
    } else if (address && address->sa_family == AF_INET6) {
        const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)(const void *)address;
        bytes = IN6_IS_ADDR_V4MAPPED(&v6->sin6_addr)
                    ? (struct text){(const char *)&v6->sin6_addr.s6_addr[12], 4}
                    : (struct text){(const char *)&v6->sin6_addr, NETWORK_BYTES};
    }
    return text_number(bytes);
}

/* The last of what the headers of one name say: a proxy adds its own behind those of its client. */
static enum MHD_Result keep_last(void *closure, enum MHD_ValueKind kind, const char *name,
                                 const char *value)
{
    const char **last = closure;

    (void)kind;
    if (value && strcasecmp(name, "X-Forwarded-For") == 0)
        *last = value;
    return MHD_YES;
}

/* Whom a proxy on this machine names; no text when there is none, or it names nobody. Of a list only the
 * last one is the proxy's own word. */
static struct text forwarded(struct MHD_Connection *connection)
{
    const char *list = NULL;
    const char *comma;

    if (!peer_is_loopback(connection))
        return text_none();
    MHD_get_connection_values(connection, MHD_HEADER_KIND, keep_last, &list);
    comma = list ? strrchr(list, ',') : NULL;
    return text_of(comma ? comma + 1 : list);
}

/* An address without blanks, brackets and port around it. */
static struct text bare_address(struct text name)
{
    const char *end;

    name = text_trim(name, " \t");
    if (name.length && name.bytes[0] == '[') {
        end = memchr(name.bytes, ']', name.length);
        return end ? (struct text){name.bytes + 1, (size_t)(end - name.bytes - 1)} : name;
    }
    end = name.length ? memchr(name.bytes, ':', name.length) : NULL;
    if (end && memchr(name.bytes, '.', (size_t)(end - name.bytes)))
        name.length = (size_t)(end - name.bytes);
    return name;
}

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

/* Reads an address that is written; false when it is none. */
static bool read_address(struct text bare, union address *address)
{
    char copy[INET6_ADDRSTRLEN];

    if (bare.length >= sizeof copy)
        return false;
    memcpy(copy, bare.bytes, bare.length);
    copy[bare.length] = '\0';
    *address = (union address){.v4 = {.sin_family = AF_INET}};
    if (inet_pton(AF_INET, copy, &address->v4.sin_addr) == 1)
        return true;
    *address = (union address){.v6 = {.sin6_family = AF_INET6}};
    return inet_pton(AF_INET6, copy, &address->v6.sin6_addr) == 1;
}

/* The number of an address that is written; one that is none counts by its letters. */
static uint64_t number_of_name(struct text name)
{
    struct text bare = bare_address(name);
    union address address;

    return read_address(bare, &address) ? peer_number_of_address(&address.any) : text_number(bare);
}

/* "" where it is none. */
static void write_address(const struct sockaddr *address, char *text)
{
    const void *bytes = NULL;

    if (address && address->sa_family == AF_INET)
        bytes = &((const struct sockaddr_in *)(const void *)address)->sin_addr;
    else if (address && address->sa_family == AF_INET6)
        bytes = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
    if (!bytes || !inet_ntop(address->sa_family, bytes, text, PEER_TEXT))
        text[0] = '\0';
}

void peer_write(struct MHD_Connection *connection, char *text)
{
    struct text name = forwarded(connection);
    union address address;

    if (!name.bytes)
        write_address(peer_address(connection), text);
    else if (read_address(bare_address(name), &address))
        write_address(&address.any, text);
    else
        text[0] = '\0';
}

uint64_t peer_number(struct MHD_Connection *connection)
{
    struct text name = forwarded(connection);

    return name.bytes ? number_of_name(name) : peer_number_of_address(peer_address(connection));
}

uint64_t peer_number_to_count(struct MHD_Connection *connection)
{
    struct text name = forwarded(connection);

    if (name.bytes)
        return number_of_name(name);
    return peer_is_loopback(connection) ? 0 : peer_number_of_address(peer_address(connection));
}
