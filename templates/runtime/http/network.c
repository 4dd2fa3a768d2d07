/* network.c - see network.h. */
#include "http/network.h"
#include "formats/digits.h"

#include <arpa/inet.h>
#include <netinet/in.h>

enum { MAPPED_BYTES = 12, MAPPED_BITS = 96, BITS = 128, NETWORK_BYTES = 8, DIGITS = 3 };

static const unsigned char mapped[MAPPED_BYTES] = {[10] = 255, [11] = 255};

static bool is_mapped(const struct internet_address *address)
{
    return memcmp(address->bytes, mapped, MAPPED_BYTES) == 0;
}

static void set_mapped(struct internet_address *address, const struct in_addr *v4)
{
    memcpy(address->bytes, mapped, MAPPED_BYTES);
    memcpy(address->bytes + MAPPED_BYTES, v4, sizeof *v4);
}

bool internet_address_of(const struct sockaddr *socket_address, struct internet_address *address)
{
    if (socket_address && socket_address->sa_family == AF_INET) {
        set_mapped(address, &((const struct sockaddr_in *)(const void *)socket_address)->sin_addr);
        return true;
    }
    if (socket_address && socket_address->sa_family == AF_INET6) {
        memcpy(address->bytes,
               &((const struct sockaddr_in6 *)(const void *)socket_address)->sin6_addr,
               INTERNET_BYTES);
        return true;
    }
    return false;
}

bool internet_address_read(struct text written, struct internet_address *address)
{
    char copy[INET6_ADDRSTRLEN];
    struct in_addr v4;

    if (!written.bytes || written.length >= sizeof copy ||
        memchr(written.bytes, '\0', written.length))
        return false;
    memcpy(copy, written.bytes, written.length);
    copy[written.length] = '\0';
    if (inet_pton(AF_INET, copy, &v4) == 1) {
        set_mapped(address, &v4);
        return true;
    }
    return inet_pton(AF_INET6, copy, address->bytes) == 1;
}

bool internet_address_write(const struct internet_address *address, char *text, size_t size)
{
    return is_mapped(address)
               ? inet_ntop(AF_INET, address->bytes + MAPPED_BYTES, text, (socklen_t)size) != NULL
               : inet_ntop(AF_INET6, address->bytes, text, (socklen_t)size) != NULL;
}

bool internet_address_is_loopback(const struct internet_address *address)
{
    static const unsigned char v4[] = {127, 0, 0, 1};
    static const unsigned char v6[INTERNET_BYTES] = {[INTERNET_BYTES - 1] = 1};

    return is_mapped(address) ? memcmp(address->bytes + MAPPED_BYTES, v4, sizeof v4) == 0
                              : memcmp(address->bytes, v6, sizeof v6) == 0;
}

uint64_t internet_address_number(const struct internet_address *address)
{
    const char *bytes = (const char *)address->bytes;

    return text_number(is_mapped(address)
                           ? (struct text){bytes + MAPPED_BYTES, INTERNET_BYTES - MAPPED_BYTES}
                           : (struct text){bytes, NETWORK_BYTES});
}

bool network_read(struct text written, struct network *network)
{
    const char *slash = written.length ? memchr(written.bytes, '/', written.length) : NULL;
    struct text address = {written.bytes, slash ? (size_t)(slash - written.bytes) : written.length};
    unsigned most = BITS;
    int64_t bits;

    if (!internet_address_read(address, &network->address))
        return false;
    network->bits = BITS;
    if (!slash)
        return true;
    /* As it is written: what stands mapped in IPv6 has the bits of IPv6. */
    if (!memchr(address.bytes, ':', address.length))
        most = BITS - MAPPED_BITS;
    bits = digits_read((struct text){slash + 1, written.length - address.length - 1}, DIGITS);
    if (bits < 0 || bits > most)
        return false;
    network->bits = (unsigned)bits + BITS - most;
    return true;
}

bool network_has(const struct network *network, const struct internet_address *address)
{
    unsigned whole = network->bits / 8;
    unsigned rest = network->bits % 8;

    if (memcmp(network->address.bytes, address->bytes, whole) != 0)
        return false;
    return !rest || (network->address.bytes[whole] ^ address->bytes[whole]) >> (8 - rest) == 0;
}
