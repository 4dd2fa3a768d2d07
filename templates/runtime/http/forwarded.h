/* forwarded.h - what the head of a request says of whom it was passed on for: X-Forwarded-For, X-Forwarded-Proto
 * and X-Forwarded-Host, or Forwarded (RFC 7239). Whether to believe it is for peer.c.
 *
 * A proxy that writes the first lets the other one through as its client wrote it. So Forwarded counts only where
 * there is no X-Forwarded-For, and then for all that it says. */
#ifndef RUNTIME_HTTP_FORWARDED_H
#define RUNTIME_HTTP_FORWARDED_H

#include "base/text.h"

struct MHD_Connection;

enum { FORWARDED_CLIENTS = 32 };

struct forwarded {
    struct text clients
        [FORWARDED_CLIENTS]; /* without brackets and port: the last ones, the last proxy's at the end */
    size_t count;
    struct text scheme; /* the last proxy's word; no text: it says nothing */
    struct text host;
};

void forwarded_read(struct forwarded *forwarded, struct MHD_Connection *connection);

#endif
