/* network.h - addresses of the Internet and networks of them, as they are written and as a socket has them. */
#ifndef RUNTIME_HTTP_NETWORK_H
#define RUNTIME_HTTP_NETWORK_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

struct sockaddr;

enum { INTERNET_BYTES = 16 };

/* An address of IPv6; one of IPv4 stands in it as ::ffff:a.b.c.d. */
struct internet_address {
    unsigned char bytes[INTERNET_BYTES];
};

struct network {
    struct internet_address address;
    unsigned bits; /* of the address, that its members share */
};

/* False for what is none: NULL, another family, another text. */
bool internet_address_of(const struct sockaddr *socket_address, struct internet_address *address);
bool internet_address_read(struct text written, struct internet_address *address);

/* Writes it, with a NUL, into so many bytes; false where they are too few. */
bool internet_address_write(const struct internet_address *address, char *text, size_t size);

/* 127.0.0.1 or ::1. */
bool internet_address_is_loopback(const struct internet_address *address);

/* A number for it, never 0: equal for equal addresses, and for those of one IPv6 network (/64). */
uint64_t internet_address_number(const struct internet_address *address);

/* Reads an address, a network of them (10.0.0.0/8, fd00::/8); false for anything else. */
bool network_read(struct text written, struct network *network);

bool network_has(const struct network *network, const struct internet_address *address);

#endif
