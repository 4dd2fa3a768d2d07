/* graphql_message.h - what a client of graphql-transport-ws says: one JSON object a message, as the package graphql-ws
 * describes it (PROTOCOL.md there). What is asked of each member is what that package asks. */
#ifndef RUNTIME_LIVE_GRAPHQL_MESSAGE_H
#define RUNTIME_LIVE_GRAPHQL_MESSAGE_H

#include "base/context.h"
#include "live/message.h"

enum graphql_message_type {
    GRAPHQL_CONNECTION_INIT,
    GRAPHQL_PING,
    GRAPHQL_PONG,
    GRAPHQL_SUBSCRIBE,
    GRAPHQL_COMPLETE
};

/* Its texts and trees are the arena's. */
struct graphql_message {
    enum graphql_message_type type;
    struct text id;       /* of an operation; else no text */
    const cJSON *payload; /* an object, or NULL */
};

/* Reads a message. False, with the error in the context, when it is none: its text is short and printable. */
bool graphql_message_read(struct context *context, struct text text,
                          struct graphql_message *message);

/* Reads the payload of connection_init: what REST has in headers, by their names (X-Parse-Application-Id, ...) in any
 * case. False when one of them is no string. */
bool graphql_message_credentials(const cJSON *payload, struct live_message *credentials);

#endif
