/* address.h - where to listen: HOST:PORT, where HOST may be a name, an address or [an IPv6 address].
 */
#ifndef RUNTIME_HTTP_ADDRESS_H
#define RUNTIME_HTTP_ADDRESS_H

#include <netdb.h>

/* NULL, with the reason in the log, when there is no such address. To be released by freeaddrinfo().
 */
struct addrinfo *address_resolve(const char *listen);

#endif
