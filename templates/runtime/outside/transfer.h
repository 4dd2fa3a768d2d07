/* transfer.h - talking to other servers: a JSON text posted to a URL, a mail handed to an SMTP
 * server, an object put into a store and fetched from it. The only file that knows libcurl.
 *
 * Both wait for the other side, so they are called on threads of a pool, never on a worker or the
 * writer. Redirects are not followed, proxies of the environment are not used. */
#ifndef RUNTIME_OUTSIDE_TRANSFER_H
#define RUNTIME_OUTSIDE_TRANSFER_H

#include "base/buffer.h"

#include <stdint.h>

/* To be called once before any thread; false when libcurl cannot be initialised. */
bool transfer_init(void);

/* Ends the transfers that are under way and those still to come, as failures, within a second. */
void transfer_give_up(void);

/* Whether they have been ended. */
bool transfer_has_given_up(void);

/* Whether a URL is one that transfer_post() may be given: http:// or https://, with a host, without
 * a user, a password, spaces or control characters. */
bool transfer_url_is_valid(struct text url);

struct transfer_post {
    struct text url;
    struct text key;      /* sent as X-Parse-Webhook-Key, or no text */
    struct text id;       /* sent as Idempotency-Key, or no text */
    struct text body;     /* JSON */
    int64_t milliseconds; /* for the whole exchange */
    size_t answer_limit;  /* bytes */
};

/* Posts and appends what is answered. False, with the reason in the log, when there is no answer in
 * time, when it is too large, and when its status is not 200 to 299. *status is HTTP's, 0 when there was none;
 * NULL is allowed. */
bool transfer_post(const struct transfer_post *post, struct buffer *answer, long *status);

/* A request to a store of objects. */
struct transfer_exchange {
    const char *method;
    const char *url;
    const char *const *headers; /* "Name: value" */
    size_t header_count;
    int body;        /* a file, or -1 */
    int64_t body_at; /* where it is read from, and how much of it */
    int64_t body_size;
    int64_t stalled_seconds; /* it ends when nothing moves for so long; 0: half a minute */
    struct text *etag; /* the answer's ETag, of the answer's arena, or no text; NULL: not wanted */
    int answer_file;   /* what is answered with a status of 200 to 299 goes there; or -1: */
    struct buffer *answer; /* here, like all else */
    size_t answer_limit;
};

/* Sends it, and returns the status of the answer; 0, with the reason in the log, when there is none. Certificates are
 * verified. */
long transfer_object(const struct transfer_exchange *object);

struct transfer_call {
    const char *socket; /* the path of a unix socket */
    const char *method;
    struct text path;
    struct text body; /* JSON, or no text */
};

/* Asks the server that listens there, and appends what it answers; *status is HTTP's. False, with the reason in the
 * log, when there is no answer. */
bool transfer_call(const struct transfer_call *call, struct buffer *answer, long *status);

struct transfer_mail {
    const char *url;  /* smtp://HOST:PORT or smtps://HOST:PORT */
    const char *user; /* or NULL */
    const char *password;
    const char *from; /* addresses, without angle brackets */
    const char *to;
    struct text message; /* RFC 5322, lines ended by CR LF */
};

enum transfer_result {
    TRANSFER_DONE,
    TRANSFER_LATER, /* the server cannot be reached, or says to try again */
    TRANSFER_REFUSED
};

/* Hands over one mail. smtp:// goes on with STARTTLS, which a server on a loopback address alone may
 * lack: mails carry links that open accounts. The reason of a failure goes to the log; *status is SMTP's, 0 when the
 * server gave no answer. */
enum transfer_result transfer_mail(const struct transfer_mail *mail, long *status);

#endif
