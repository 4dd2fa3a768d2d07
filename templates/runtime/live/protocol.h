/* protocol.h - what differs between the protocols that clients speak: Parse's (client.c), and GraphQL's
 * graphql-transport-ws (graphql_client.c). Who may be told of what is the same. */
#ifndef RUNTIME_LIVE_PROTOCOL_H
#define RUNTIME_LIVE_PROTOCOL_H

#include "live/judge.h"

/* An event of a subscription, judged by the request. */
struct live_event {
    const struct subscription *subscription;
    const struct change *change;
    const struct verdict *verdict;
    struct request *request;
};

struct live_protocol {
    /* Handles a message of the client's. */
    void (*take)(struct live_client *client, struct text text);
    /* Write messages: of an event, of a row that is seen no more, though nobody wrote to it, and of a subscription
     * that ends. The first may fail, and the subscription ends then. */
    bool (*write_event)(struct live *live, struct buffer *message, const struct live_event *event);
    void (*write_leave)(struct live *live, struct buffer *message,
                        const struct subscription *subscription, struct text object_id);
    void (*write_end)(struct buffer *message, const struct subscription *subscription, int code,
                      struct text why);
    /* How a client is closed that does not connect in time. */
    enum websocket_code late;
    const char *late_reason;
};

extern const struct live_protocol live_parse, live_graphql;

#endif
