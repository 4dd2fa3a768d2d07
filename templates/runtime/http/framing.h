/* framing.h - where a request begins and ends, so that a proxy before the server cannot see it
 * otherwise: two that disagree let one client put words into another's mouth (request smuggling).
 *
 * RFC 9112 says which heads are to be refused; libmicrohttpd takes some of them. */
#ifndef RUNTIME_HTTP_FRAMING_H
#define RUNTIME_HTTP_FRAMING_H

#include <stdbool.h>

struct MHD_Connection;

struct framing {
    const char *error; /* what is wrong with the head; NULL: nothing */
    bool chunked;      /* the body's end is said by its chunks */
};

/* Judges the head of a request. Method and version are libmicrohttpd's own texts. */
struct framing framing_judge(struct MHD_Connection *connection, const char *method,
                             const char *version);

#endif
