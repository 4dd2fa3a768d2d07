/* message.h - what a client of live queries says: one JSON object a message, as Parse's LiveQuery
 * protocol has it. What is asked of each member, and the words of a refusal, are parse-server's
 * (LiveQuery/RequestSchema.js, checked there by tv4). */
#ifndef RUNTIME_LIVE_MESSAGE_H
#define RUNTIME_LIVE_MESSAGE_H

#include "base/context.h"

#include <cjson/cJSON.h>

enum live_operation { LIVE_CONNECT, LIVE_SUBSCRIBE, LIVE_UPDATE, LIVE_UNSUBSCRIBE };

/* Its texts and trees are the arena's; what a message does not have is no text, or NULL. */
struct live_message {
    enum live_operation operation;
    struct text application_id;
    struct text javascript_key;
    struct text client_key;
    struct text windows_key;
    struct text rest_key;
    struct text master_key;
    struct text session_token;
    struct text installation_id;
    double request_id;
    struct text id; /* instead, in GraphQL's protocol; and what it asks to be told: asked.h */
    struct text asked;
    struct text class_name;
    const cJSON *where; /* an object */
    const cJSON *keys;  /* arrays of texts */
    const cJSON *watch;
    const cJSON *events; /* the same; not Parse's */
    struct text since;   /* from where a subscription goes on; not Parse's */
};

/* Reads a message. False, with the error in the context, when it is none: what is to be answered is
 * the error's text with code 1. */
bool live_message_read(struct context *context, struct text text, struct live_message *message);

#endif
