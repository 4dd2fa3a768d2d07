/* judge.h - who asks, and what of a row he sees, when a change is told. */
#ifndef RUNTIME_LIVE_JUDGE_H
#define RUNTIME_LIVE_JUDGE_H

#include "live/engine.h"
#include "resolve/plan.h"

/* What a request of this room is made of. */
struct live_request {
    struct request request;
    struct audit_dues audit;
    struct budget budget;
    struct parameter keys;
};

/* What the client is by its keys, before anybody has looked at a session. */
struct principal live_principal(const struct live_client *client);

/* A request on behalf of the client, with the token or else the client's own, in the arena. Fails
 * with 209; NULL when out of memory. A client that does something uses its session. */
struct live_request *live_request_new(struct live_client *client, struct arena *arena,
                                      struct text token, bool is_use);

/* Whether the class can be live at all, and the principal may ask for its rows, by this where, with
 * these keys. Fails as a find would. */
bool judge_subscription(struct request *request, const struct class *class,
                        const struct live_message *message);

/* A row as the subscriber is shown it. */
struct shown_image {
    bool is_shown;
    struct text json;        /* as Parse has it; of a row that is seen no more its class and id */
    const struct node *node; /* instead, for who asks by GraphQL; NULL: it is seen no more */
};

/* What a change is to a subscription. */
struct verdict {
    const char *event; /* "create", ...; NULL: nothing */
    struct shown_image object;
    struct shown_image original;
};

/* Judges a change for a subscription, whose keys are the request's. `late`: the row may be another by
 * now. Fails, where the subscription has to end. */
bool judge_change(struct request *request, const struct subscription *subscription,
                  const struct change *change, bool late, struct verdict *verdict);

#endif
