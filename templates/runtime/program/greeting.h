/* greeting.h - what a server says when it has started. */
#ifndef RUNTIME_PROGRAM_GREETING_H
#define RUNTIME_PROGRAM_GREETING_H

#include "program/demo.h"
#include "request/server.h"

struct http;

/* What the start has made. */
struct greeting {
    bool master_key_made;
    struct demo_account accounts[DEMO_ACCOUNTS];
};

/* Prints where the server listens, the page to open, and, with --demo, two accounts and a line to
 * paste. A master key that was made is printed to a terminal alone: what else reads this keeps it. */
void greet(const struct server *server, const struct http *http, const struct greeting *greeting);

#endif
