/* peer.h - who is at the other end of a connection. */
#ifndef RUNTIME_HTTP_PEER_H
#define RUNTIME_HTTP_PEER_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

struct MHD_Connection;
struct sockaddr;

/* The address; NULL when it is not known. */
const struct sockaddr *peer_address(struct MHD_Connection *connection);

/* Whether the connection comes from this machine: from the client itself, or from a proxy. */
bool peer_is_loopback(struct MHD_Connection *connection);

bool peer_address_is_loopback(const struct sockaddr *address);

/* A number for where a connection comes from, never 0: equal for equal addresses, and for those of
 * one IPv6 network (/64). */
uint64_t peer_number_of_address(const struct sockaddr *address);

/* The same; where a proxy on this machine names its client's address, that one. */
uint64_t peer_number(struct MHD_Connection *connection);

/* The same, but 0 for this machine itself: a proxy that names nobody speaks for all of its clients. */
uint64_t peer_number_to_count(struct MHD_Connection *connection);

/* Writes where it comes from into PEER_TEXT bytes, with a NUL: the address that a proxy on this machine
 * names, or else the other end's; "" where it is none. */
enum { PEER_TEXT = 48 };
void peer_write(struct MHD_Connection *connection, char *text);

#endif
