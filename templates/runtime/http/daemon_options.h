/* daemon_options.h - what libmicrohttpd is told of a server that is not the same for every one. */
#ifndef RUNTIME_HTTP_DAEMON_OPTIONS_H
#define RUNTIME_HTTP_DAEMON_OPTIONS_H

#include "request/options.h"

#include <microhttpd.h>

struct addrinfo;

enum { DAEMON_OPTIONS = 4 };

/* Writes up to DAEMON_OPTIONS: where it listens, on a socket that is listened on already where that is not negative, and how it speaks TLS. */
void daemon_options(struct MHD_OptionItem *items, const struct options *options, int listener,
                    const struct addrinfo *address);

/* How many connections there may be, given how many files the system lets the server have. WebSockets
 * get what is left (live.c); with TLS they stay connections. */
unsigned daemon_connection_limit(const struct options *options);

/* Percent-decoding as libmicrohttpd does it, but %00 stays as it is: a NUL would cut the text. */
size_t daemon_unescape(void *closure, struct MHD_Connection *connection, char *text);

#endif
