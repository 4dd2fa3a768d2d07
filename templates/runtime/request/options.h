/* options.h - what a server is told at its start: flags, environment, defaults.
 *
 * A flag `--rest-key K` may also be given as CAREGEN_REST_KEY; the flag wins. */
#ifndef RUNTIME_REQUEST_OPTIONS_H
#define RUNTIME_REQUEST_OPTIONS_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

enum { DEFAULT_ORPHAN_SECONDS = 2592000 };

struct options {
    const char *listen;   /* HOST:PORT; port 0 lets the kernel choose */
    const char *data;     /* folder of the database and the keys */
    const char *tls_cert; /* NULL: without TLS */
    const char *tls_key;
    int64_t hsts_seconds;     /* 0: browsers are told nothing */
    struct text mount;        /* "/parse"; empty for the root */
    struct text allow_origin; /* whose pages may call: origins, "*" or "none"; empty: any */
    struct text trust_proxy;  /* whose word on clients counts, peer.h; empty: this machine's */
    struct text app_id;
    struct text rest_key; /* no text: not asked for */
    struct text js_key;
    struct text client_key;
    struct text dotnet_key;
    const char *master_key_file;
    const char
        *key_file; /* where the key that wraps the rings comes from, key_source.h: one of these, */
    const char *key_variable; /* or none: NULL */
    const char *key_credential;
    const char *key_command;
    struct text master_key;
    bool protect_from_owner;          /* protectedFields of _User hold for one's own object, too */
    struct text read_only_master_key; /* no text: there is none */
    bool master_key_anywhere;         /* accept the master key from other than loopback addresses */
    bool demo;
    bool demo_anywhere;     /* the playground signs everybody in, without the token, too */
    struct text web;        /* which pages people are shown, "first,app"; empty: all */
    const char *web_pages;  /* NULL, or the file that the pages may be built into */
    bool no_migrate;        /* a start with pending migrations is refused */
    struct text public_url; /* where clients reach the mount path; no slash at the end */
    const char *smtp_url;   /* NULL: no mail is sent */
    const char *smtp_user;  /* NULL: without signing in */
    const char *smtp_password_file;
    struct text smtp_password;
    const char *mail_from;
    bool verify_emails;
    bool prevent_unverified_login;
    int64_t verify_seconds;   /* how long a link to confirm an address is good for */
    int64_t reset_seconds;    /* the same to choose a new password */
    struct text log;          /* "json" or "text" */
    const char *access_log;   /* a file, or "-"; NULL: none */
    int64_t slow_ms;          /* statements that take so long are logged; 0: none */
    const char *audit_syslog; /* "udp:HOST:PORT" or "tcp:HOST:PORT"; NULL: nowhere */
    const char *metrics_token_file;
    struct text metrics_token;  /* no text: /metrics is for the master key alone */
    int64_t invitation_seconds; /* the same to take an account that was made for one */
    const char *webhook_key_file;
    struct text webhook_key; /* no text: none is sent */
    int64_t
        webhook_seconds;  /* what one request may spend on webhooks, and one that is told later */
    int64_t outbox_hours; /* that what could not be sent is tried again */
    int64_t outbox_limit; /* mails that wait, and webhooks; and of each that were given up */
    int64_t outbox_bytes; /* of both, for each of the two */
    int64_t session_seconds;
    int64_t session_idle_seconds; /* 0: as the app's rules say */
    int64_t password_min_length;  /* characters */
    struct text password_classes; /* "lower,upper,digit,symbol", or some of them */
    struct text password_message; /* what an unfit password is answered with */
    bool password_not_username;
    int64_t password_history;  /* how many passwords may not be chosen again */
    int64_t password_max_age;  /* days; 0: for ever */
    int64_t lockout_threshold; /* failed log-ins; 0: never */
    int64_t lockout_minutes;
    bool no_anonymous_users;
    struct text oidc_provider; /* its name in authData */
    struct text oidc_issuer;   /* no text: there is no OpenID provider */
    struct text oidc_audience;
    const char *oidc_keys;       /* a file: JWK Set or PEM */
    int64_t file_limit;          /* bytes of one file */
    struct text file_extensions; /* which may be uploaded, "pdf,png" or "*"; empty: all but pages */
    struct text file_upload;     /* who may upload: "public", "users" or "none" */
    const char *files_bucket;    /* s3://BUCKET[/PREFIX], where contents are; NULL: in the folder */
    const char *files_endpoint;  /* of it, see object_store.h; NULL here and below: as there */
    const char *files_region;
    const char *files_credentials;
    int64_t files_keep_seconds;  /* that contents stay in the bucket when they are removed */
    int64_t orphan_seconds;      /* that a file may be named by nothing; 0: for ever; -1: as the app
                                    is: DEFAULT_ORPHAN_SECONDS where its URLs are signed */
    int64_t sweep_seconds;       /* between two searches for such files */
    int64_t idempotency_seconds; /* how long request ids are kept; 0: not at all */
    int64_t body_limit;          /* bytes */
    int64_t unknown_body_bytes;  /* of bodies from nobody knows whom, together */
    int64_t export_limit;        /* bytes of one export */
    int64_t max_limit;           /* objects that a find answers at most */
    int64_t connections;         /* at a time */
    int64_t live_connections;    /* WebSockets at a time, besides */
    int64_t live_subscriptions;  /* that one of these may have */
    int64_t live_ping_seconds;   /* how often they are asked whether they are there */
    bool no_graphql;             /* POST /graphql is not there */
    struct text graphql_introspection; /* who may look at its schema; empty: as the app is */
    int64_t graphql_depth;       /* fields within fields of one operation; 0 here and below: any */
    int64_t graphql_cost;        /* of one operation, see collect.h */
    int64_t graphql_aliases;     /* in one document */
    int64_t address_connections; /* of these, from one address; 0: all */
    int64_t address_sign_ups;    /* an hour, from one address; 0 here and below: any number */
    int64_t user_sign_ups;       /* the same, with one user's sessions */
    int64_t address_uploads;     /* files an hour */
    int64_t user_uploads;
    int64_t address_upload_bytes; /* an hour */
    int64_t user_upload_bytes;
    int64_t address_requests; /* a second */
    int64_t user_requests;
    int64_t head_seconds;   /* that a request's head may take */
    int64_t request_memory; /* bytes that one request may take */
    int64_t query_seconds;  /* that a request may read for */
    int64_t workers;        /* 0: one a core */
    int64_t stop_seconds;   /* what a stop waits for what is under way */
};

enum options_result { OPTIONS_OK, OPTIONS_HELP, OPTIONS_WRONG };

/* Reads flags and environment into the options, which live as long as argv and the environment.
 * Prints the help, or what is wrong, itself. */
enum options_result options_read(struct options *options, const char *program, int argc,
                                 char **argv);

/* Whether the options go together; says what does not on stderr. A part of options_read(). */
bool options_check(const struct options *options);

/* An option as people read of it. */
struct option_words {
    const char *flag;
    const char *value; /* what it takes; NULL: nothing */
    const char *help;
    const char *variable; /* of the environment; good until the next call */
};

/* The option of that number; false when there are not so many. */
bool options_words(size_t number, struct option_words *words);

/* Whether people are shown a page, "first", "console" or "playground": the first page as soon as any
 * is. */
bool options_show_page(const struct options *options, const char *page);

/* Splits HOST:PORT, where HOST may be empty or in brackets, which *host then has no more. False when
 * it is something else, or the port is none. */
bool options_split_listen(const char *listen, struct text *host, unsigned short *port);

#endif
