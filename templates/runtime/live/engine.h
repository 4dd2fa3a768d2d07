/* engine.h - what the files of this room share; all of it is the one thread's, but where it says so. */
#ifndef RUNTIME_LIVE_ENGINE_H
#define RUNTIME_LIVE_ENGINE_H

#include "guard/audit.h"
#include "http/upgrade.h"
#include "live/subscription.h"
#include "live/websocket.h"
#include "request/server.h"
#include "write/change_feed.h"

#include <pthread.h>
#include <sodium.h>

struct session_cache;

enum { CLIENT_ID_LENGTH = 36, LIVE_ADDRESSES = 4096, LIVE_PENDING = 128 };

/* Who is at the other end of a WebSocket. */
struct live_client {
    struct websocket websocket;
    struct live *live;
    struct live_client *next;
    struct live_client **place;
    uint64_t address; /* peer.h */
    uint64_t counted; /* its requests': rates.h */
    bool is_near;
    const char *scheme;
    char *host;
    bool connected; /* it has said which app it is of */
    bool master;
    bool read_only;
    char id[CLIENT_ID_LENGTH + 1];
    char *installation_id; /* NULL: none */
    char *token;           /* NULL: none */
    struct subscription *subscriptions;
    size_t subscription_count;
    int64_t deadline; /* ms by wait_clock(): until then it has to connect, or to close; 0: none */
    int64_t heard_at;
    int64_t spent;     /* microseconds of this thread, less what it may spend */
    unsigned asked_of; /* what the socket is asked: EPOLLIN, EPOLLOUT */
    bool paused;       /* it spends too much: nothing is read */
    char *first_bytes; /* what came with the head */
    size_t first_length;
    int64_t pinged_at;
    int64_t swept_at; /* losses.c */
    uint64_t swept_commit;
    uint64_t swept_generation;
    bool said_all; /* its closing frame is sent */
    bool leaving;  /* it is closing, and its deadline is set */
    bool dead;     /* it is to be released when the turn is over */
};

struct live {
    struct server *server;
    struct store_connection *store;
    struct session_cache *sessions;
    struct change_feed *feed;
    struct subscription_index *index;
    struct subscription *late; /* those that catch up */
    uint64_t told; /* the number of the last change that was told to those in the index */
    struct live_client *clients;
    size_t client_count;
    struct live_client *dead;     /* to be released when the turn is over */
    struct live_pending *pending; /* LIVE_PENDING of them: deliver.c */
    size_t pending_count;
    uint64_t sweep_commit; /* losses.c: what there is to be swept for */
    uint64_t sweep_generation;
    int64_t ticked_at;  /* ms by wait_clock() */
    struct arena arena; /* of what is handled now */
    unsigned char since_key[crypto_secretbox_KEYBYTES];
    int sockets; /* epoll */
    int wake;    /* eventfd */
    pthread_t thread;
    /* What other threads see. */
    pthread_mutex_t lock;
    pthread_cond_t paid;
    struct live_client *arrived;     /* WebSockets that nobody has looked at yet */
    size_t limit;                    /* WebSockets that there may be */
    size_t counted;                  /* WebSockets, those that arrived included */
    unsigned counts[LIVE_ADDRESSES]; /* of these, by a part of their address's number */
    size_t unpaid;                   /* requests that the writer has */
    bool stopping;
};

/* client.c: what clients ask for. */

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

/* judge.c: who asks, and what of a row he sees. */

/* What a request of this room is made of. */
struct live_request {
    struct request request;
    struct audit_dues audit;
    struct budget budget;
    struct parameter keys;
};

/* A request on behalf of the client, with the token or else the client's own, in the arena. Fails
 * with 209; NULL when out of memory. A client that does something uses its session. */
struct live_request *live_request_new(struct live_client *client, struct arena *arena,
                                      struct text token, bool is_use);

/* Whether the class can be live at all, and the principal may ask for its rows, by this where, with
 * these keys. Fails as a find would. */
bool judge_subscription(struct request *request, const struct class *class,
                        const struct live_message *message);

/* What a change is to a subscription. */
struct verdict {
    const char *event;    /* "create", ...; NULL: nothing */
    struct text object;   /* JSON */
    struct text original; /* JSON, or no text */
};

/* Judges a change for a subscription, whose keys are the request's. `late`: the row may be another by
 * now. Fails, where the subscription has to end. */
bool judge_change(struct request *request, const struct subscription *subscription,
                  const struct change *change, bool late, struct verdict *verdict);

/* deliver.c: from changes to messages. */

struct live_pending *live_pending_new(void);
void live_pending_free(struct live_pending *pending);

/* Tells what has changed since the last time, some of it; whether there is more. */
bool live_deliver(struct live *live);

/* Has what the requests owe written, and waits until it is: the writer is told to go on behind what
 * it was at. A request that could not pay has its error. */
void live_pay(struct live *live, struct request **requests, size_t count);

/* losses.c: rows that are seen no more. */

/* The subscription was told of a row, which it sees now, or does not. */
void live_note_shown(struct subscription *subscription, struct text id, bool sees);

/* Tells some of the clients which rows they see no more, and ends subscriptions whose session is
 * over; to be called each second, when all changes so far have been told. */
void live_sweep(struct live *live);

/* live.c */

/* Puts the clients from this one on before the others. */
void live_rotate(struct live *live, struct live_client *client);

/* What the thread has worked so far, in microseconds. */
int64_t live_clock(void);

/* Sees to what the client's socket is waited for, after something was sent or received, and that it
 * goes when it is at its end. */
void live_attend(struct live_client *client);

#endif
