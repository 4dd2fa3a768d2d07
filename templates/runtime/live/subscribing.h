/* subscribing.h - how clients come to subscriptions and lose them, whatever protocol they speak. */
#ifndef RUNTIME_LIVE_SUBSCRIBING_H
#define RUNTIME_LIVE_SUBSCRIBING_H

#include "live/judge.h"

/* Lets the client in by the message's app id and keys, and keeps whose session it has. False: they are not right. */
bool live_admit_client(struct live_client *client, const struct live_message *message);

/* Subscribes to what the message asks for, which is counted already (rates_take()). *resumed: it goes on where
 * message->since was. NULL, and the request has failed. */
struct subscription *live_subscribe(struct live_client *client, struct live_request *own,
                                    const struct live_message *message, bool *resumed);

/* Takes a subscription away. */
void live_unsubscribe(struct subscription *subscription);

/* The same, and says why. */
void live_subscription_end(struct subscription *subscription, int code, struct text why);

/* Takes all of a client's subscriptions away. */
void live_client_forget(struct live_client *client);

/* Sends a message, or where there was no memory for it closes. */
void live_send(struct live_client *client, const struct buffer *message);

/* Closes a client for whom there is no memory. */
void live_close_for_memory(struct live_client *client);

/* From where a subscription goes on behind the change of that number. */
struct text live_since(struct live *live, struct arena *arena, uint64_t number);

/* Appends ,"disclosureNotice":...,"disclosureConsents":[...] where the request has disclosed a row
 * (read/disclosure.h); whether it has. */
bool live_write_disclosure(struct buffer *message, const struct request *request);

#endif
