/* peer.c - see peer.h.
 *
 * Each proxy adds whom it heard at the end of a list, so the list is walked from its end: past proxies that are
 * trusted, to the first address that is none of theirs. What stands before it is what that one says of itself. */
#include "http/peer.h"

#include "base/log.h"
#include "http/forwarded.h"
#include "http/network.h"

#include <microhttpd.h>

enum { TRUSTED = 64 };

static struct {
    struct network networks[TRUSTED];
    size_t count;
    bool loopback;
} trusted = {.loopback = true};

/* Adds an item of the list; false when it is none. */
static bool trust(struct text item)
{
    if (text_is(item, "loopback")) {
        trusted.loopback = true;
        return true;
    }
    return trusted.count < TRUSTED && network_read(item, &trusted.networks[trusted.count]) &&
           ++trusted.count;
}

bool peer_trust(struct text list)
{
    struct text item;

    if (!list.length)
        return true;
    trusted.loopback = false;
    if (text_is(list, "none"))
        return true;
    while (text_next_item(&list, &item))
        if (!trust(text_trim(item, " "))) {
            log_error("--trust-proxy takes up to %d addresses and networks (10.0.0.5, fd00::/8) "
                      "with commas "
                      "between, loopback or none: %.*s",
                      TRUSTED, TEXT_PRINTED(item));
            return false;
        }
    return true;
}

static bool is_trusted(const struct internet_address *address)
{
    if (trusted.loopback && internet_address_is_loopback(address))
        return true;
    for (size_t i = 0; i < trusted.count; i++)
        if (network_has(&trusted.networks[i], address))
            return true;
    return false;
}

const struct sockaddr *peer_address(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

    return info ? info->client_addr : NULL;
}

static bool is_loopback(const struct sockaddr *socket_address)
{
    struct internet_address address;

    if (socket_address && socket_address->sa_family == AF_UNIX)
        return true;
    return internet_address_of(socket_address, &address) && internet_address_is_loopback(&address);
}

bool peer_is_loopback(struct MHD_Connection *connection)
{
    return is_loopback(peer_address(connection));
}

bool peer_address_is_of_many(const struct sockaddr *socket_address)
{
    struct internet_address address;

    return internet_address_of(socket_address, &address) &&
           (internet_address_is_loopback(&address) || is_trusted(&address));
}

uint64_t peer_number_of_address(const struct sockaddr *socket_address)
{
    struct internet_address address;

    return internet_address_of(socket_address, &address) ? internet_address_number(&address)
                                                         : text_number(text_none());
}

static bool is_of_trusted(struct MHD_Connection *connection)
{
    struct internet_address address;

    return internet_address_of(peer_address(connection), &address) && is_trusted(&address);
}

/* Whom a trusted proxy names: an address, or else a name that is none. */
struct named {
    struct internet_address address;
    struct text name; /* no text: it is an address */
};

/* False where there is no such proxy, or it names nobody. */
static bool find_named(struct MHD_Connection *connection, struct named *named)
{
    struct forwarded forwarded;
    size_t at;

    *named = (struct named){0};
    if (!is_of_trusted(connection))
        return false;
    forwarded_read(&forwarded, connection);
    if (!forwarded.count)
        return false;
    for (at = forwarded.count - 1;; at--) {
        if (!internet_address_read(forwarded.clients[at], &named->address)) {
            named->name = forwarded.clients[at];
            return true;
        }
        if (!at || !is_trusted(&named->address))
            return true;
    }
}

/* 0 where a proxy names nobody. A name that is no address counts by its letters. */
static uint64_t named_number(struct MHD_Connection *connection)
{
    struct named named;

    if (!find_named(connection, &named))
        return 0;
    return named.name.bytes ? text_number(named.name) : internet_address_number(&named.address);
}

void peer_write(struct MHD_Connection *connection, char text[PEER_TEXT])
{
    struct named named;
    bool is_known = find_named(connection, &named) ||
                    internet_address_of(peer_address(connection), &named.address);

    if (!is_known || named.name.bytes || !internet_address_write(&named.address, text, PEER_TEXT))
        text[0] = '\0';
}

uint64_t peer_number(struct MHD_Connection *connection)
{
    uint64_t named = named_number(connection);

    return named ? named : peer_number_of_address(peer_address(connection));
}

uint64_t peer_number_to_count(struct MHD_Connection *connection)
{
    uint64_t named = named_number(connection);

    if (named)
        return named;
    return peer_is_loopback(connection) ? 0 : peer_number_of_address(peer_address(connection));
}

struct peer_words peer_words(struct MHD_Connection *connection)
{
    struct forwarded forwarded;

    if (!is_of_trusted(connection))
        return (struct peer_words){{0}, {0}};
    forwarded_read(&forwarded, connection);
    return (struct peer_words){forwarded.scheme, forwarded.host};
}
