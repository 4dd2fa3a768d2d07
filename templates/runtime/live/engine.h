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

struct live_protocol;
struct session_cache;

enum { CLIENT_ID_LENGTH = 36, LIVE_ADDRESSES = 4096, LIVE_PENDING = 128 };

/* Who is at the other end of a WebSocket. */
struct live_client {
    struct websocket websocket;
    struct live *live;
    const struct live_protocol *protocol;
    struct live_client *next;
    struct live_client **place;
    uint64_t address; /* peer.h */
    uint64_t counted; /* its requests': rates.h */
    bool is_near;
    bool is_understood; /* it speaks the protocol; else it is closed */
    char peer[PEER_TEXT];
    struct workers *workers;           /* who execute its operations */
    struct live_execution *operations; /* operations.h; newest first */
    size_t operation_count;
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
    struct live_execution *answered; /* operations that have been executed, newest first */
    size_t limit;                    /* WebSockets that there may be */
    size_t counted;                  /* WebSockets, those that arrived included */
    unsigned counts[LIVE_ADDRESSES]; /* of these, by a part of their address's number */
    size_t unpaid;                   /* requests that the writer has */
    bool stopping;
};

#endif
