/* client.h - what clients of live queries ask for, and what they are answered. */
#ifndef RUNTIME_LIVE_CLIENT_H
#define RUNTIME_LIVE_CLIENT_H

#include "live/engine.h"

/* Handles a message of the client's. */
void live_client_take(struct live_client *client, struct text text);

/* Takes a subscription away, and says why unless the text is none. */
void live_subscription_end(struct subscription *subscription, int code, struct text why);

/* Takes all of a client's subscriptions away. */
void live_client_forget(struct live_client *client);

/* Appends the members that each message to the client begins with: {"op":...,"clientId":...  */
void live_write_head(struct buffer *message, const struct live_client *client, const char *op);

/* Appends "since", from where a subscription goes on behind the change of that number. */
void live_write_since(struct live *live, struct buffer *message, uint64_t number);

/* Appends what goes with a row that was disclosed, where one was: read/disclosure.h. */
void live_write_disclosure(struct buffer *message, const struct request *request);

#endif
