/* peer.h - who is at the other end of a connection: the client, or a proxy that speaks for it.
 *
 * What a request says of where it comes from (X-Forwarded-*, Forwarded) counts only where it comes from a proxy
 * that is trusted: anybody can write such a header. */
#ifndef RUNTIME_HTTP_PEER_H
#define RUNTIME_HTTP_PEER_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

struct MHD_Connection;
struct sockaddr;

/* Which proxies are trusted: addresses and networks, with commas between, "loopback" for this machine, "none";
 * empty: this machine. To be called once at start, before any other thread. False, with the reason in the log,
 * when the list holds anything else. */
bool peer_trust(struct text list);

/* The address; NULL when it is not known. */
const struct sockaddr *peer_address(struct MHD_Connection *connection);

/* Whether the connection comes from this machine: from the client itself, or from a proxy. */
bool peer_is_loopback(struct MHD_Connection *connection);

/* Whether it is this machine's address, or a trusted proxy's: it may speak for any number of clients. */
bool peer_address_is_of_many(const struct sockaddr *address);

/* A number for where a connection comes from, never 0: equal for equal addresses, and for those of
 * one IPv6 network (/64). */
uint64_t peer_number_of_address(const struct sockaddr *address);

/* The same; where a trusted proxy names its client's address, that one. */
uint64_t peer_number(struct MHD_Connection *connection);

/* The same, but 0 for this machine itself: a proxy on it that names nobody speaks for all of its clients. */
uint64_t peer_number_to_count(struct MHD_Connection *connection);

/* How a trusted proxy says that its client reached it; no text where none says so. */
struct peer_words {
    struct text scheme;
    struct text host;
};

struct peer_words peer_words(struct MHD_Connection *connection);

/* Writes where it comes from, with a NUL: the address that a trusted proxy names, or else the other
 * end's; "" where what is named is none. */
enum { PEER_TEXT = 48 };
void peer_write(struct MHD_Connection *connection, char text[PEER_TEXT]);

#endif
