/* address.c - see address.h. */
#include "http/address.h"

#include "base/log.h"
#include "request/options.h"

#include <stdio.h>

enum { HOST_LIMIT = 256, PORT_LIMIT = 6 };

struct addrinfo *address_resolve(const char *listen)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    struct addrinfo *address = NULL;
    struct text host;
    unsigned short port;
    char name[HOST_LIMIT];
    char service[PORT_LIMIT];
    int error = EAI_NONAME;

    if (options_split_listen(listen, &host, &port) && host.length < sizeof name) {
        memcpy(name, host.bytes, host.length);
        name[host.length] = '\0';
        snprintf(service, sizeof service, "%hu", port);
        error = getaddrinfo(host.length ? name : NULL, service, &hints, &address);
    }
    if (error)
        log_error("cannot listen on %s: %s", listen, gai_strerror(error));
    return error ? NULL : address;
}
