/* peer.c - see peer.h. */
#include "http/peer.h"

#include <microhttpd.h>
#include <netinet/in.h>
#include <string.h>

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
    return false;
}

bool peer_is_loopback(struct MHD_Connection *connection)
{
    return peer_address_is_loopback(peer_address(connection));
}

uint64_t peer_number_of_text(struct text name)
{
    uint64_t hash = 14695981039346656037u; /* FNV-1a */

    for (size_t i = 0; i < name.length; i++)
        hash = (hash ^ (unsigned char)name.bytes[i]) * 1099511628211u;
    return hash ? hash : 1;
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
    return peer_number_of_text(bytes);
}

uint64_t peer_number(struct MHD_Connection *connection)
{
    const struct sockaddr *address = peer_address(connection);
    const char *list =
        peer_address_is_loopback(address)
            ? MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "X-Forwarded-For")
            : NULL;
    const char *comma = list ? strrchr(list, ',') : NULL;

    if (!list)
        return peer_number_of_address(address);
    /* Only the last one is the proxy's own word. */
    return peer_number_of_text(text_of(comma ? comma + 1 + strspn(comma + 1, " ") : list));
}
