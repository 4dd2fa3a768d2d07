/* telling.h - a subscription's document: what it asks to be told of, in the terms of live queries, and what it is told,
 * as its selection has it. Who is told of what is not decided here (live/README.md). */
#ifndef RUNTIME_RESOLVE_TELLING_H
#define RUNTIME_RESOLVE_TELLING_H

#include "resolve/asked.h"

/* What a subscription asks for. All of it is in the arena of the request that read it. */
struct telling {
    struct execution operation;
    const struct graphql_collected *field; /* of Subscription */
    const struct class *class;
    /* By telling_read_arguments(): */
    const cJSON *where;  /* in the query language of REST: an object */
    const cJSON *watch;  /* an array of texts, or NULL */
    const cJSON *events; /* the same */
    struct text since;   /* or no text */
};

/* Whether what is asked is a subscription, as far as its text tells: what is none, or no document, is for
 * graphql_prepare() to execute or to refuse. */
bool telling_is_asked(const struct request *request, const struct asked *asked);

/* Read a subscription, and the arguments of its field. False, with errors in telling->operation.errors, or the
 * request failed. */
bool telling_read(struct request *request, const struct asked *asked, struct telling *telling);
bool telling_read_arguments(struct request *request, struct telling *telling);

/* What has happened to an object. */
struct told {
    const char *event; /* a value of SubscriptionEvent */
    struct text object_id;
    const struct node *node;     /* as it is shown; NULL: it is not */
    const struct node *original; /* as it was; the same */
    struct text since;
};

/* Appends {"data": ..., "errors": ... without its last brace, for what else is said of the event. What the object leads
 * to is read as for a query. False: the request has failed. */
bool telling_write(struct request *request, struct telling *telling, const struct told *told,
                   struct buffer *json);

#endif
