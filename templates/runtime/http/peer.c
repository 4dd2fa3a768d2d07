/* peer.c - see peer.h. */
#include "http/peer.h"

#include <microhttpd.h>
#include <netinet/in.h>
#include <string.h>

bool peer_is_loopback(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info ? info->client_addr : NULL;

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
