/* request.h - one request, from its bytes to its answer, whatever carried it here.
 *
 * A request passes through up to four stages, most of them functions of its route:
 *   prepare  on a worker: read parameters and body, check what can be checked without writing;
 *   hash     on the hashing threads, only when `needs_hash`: password hashing takes long;
 *   call     on the calling threads, only when prepare has set `call`: to ask another server;
 *   execute  on a worker, or, when `writes`, on the writer thread inside its transaction.
 * A stage that returns false has failed with context.error, and no further stage runs. A batch
 * makes one request for each of its parts and passes them through the same stages; its own hash and
 * execute may run several times.
 *
 * What does not write may be executed twice: when it takes long, it is begun anew on another thread,
 * from what the request was before (stages.c). So it must leave the request's body as it is. */
#ifndef RUNTIME_REQUEST_REQUEST_H
#define RUNTIME_REQUEST_REQUEST_H

#include "base/budget.h"
#include "base/buffer.h"
#include "base/context.h"
#include "base/principal.h"
#include "formats/query_string.h"
#include "model/class.h"
#include "store/sql.h"

#include <cjson/cJSON.h>

enum http_method {
    METHOD_GET,
    METHOD_POST,
    METHOD_PUT,
    METHOD_DELETE,
    METHOD_OPTIONS,
    METHOD_OTHER
};

struct server;
struct signing;
struct route;
struct audit_dues;
struct upload;
struct upload_form;
struct file_reader;
struct file_source;
struct row_image;
struct row_taker;

/* A header of an answer, beside those that every answer has. */
struct response_header {
    const char *name;
    struct text value; /* printable ASCII, with a NUL behind it */
    struct response_header *next;
};

struct response {
    int status;               /* 200 when nothing else was said */
    struct buffer body;       /* JSON */
    struct file_reader *file; /* what to send instead of the body (file_store.h), or NULL */
    int64_t file_length;      /* bytes that it will give */
    struct response_header *headers;
    const char *content_type; /* NULL: JSON; else a page for people */
    const char *json_type;    /* how JSON is called; NULL: "application/json" */
    struct text location;     /* of a created object, or no text */
};

/* The row by id that a request has asked the guard for last. */
struct sought {
    const struct class *class; /* NULL: none */
    enum operation operation;
    struct text object_id;
};

enum emergency_state { EMERGENCY_UNKNOWN, EMERGENCY_NONE, EMERGENCY_HELD };

struct request {
    struct context context; /* the arena and the error */
    const struct server *server;
    const struct app *app;
    enum http_method method;
    struct text path;                   /* below the mount path: "/classes/Message/abc" */
    struct text segments[4];            /* what the route's :names stood for, in order */
    const struct parameter *parameters; /* of the URL's query */
    size_t parameter_count;
    struct text body_text;
    cJSON *body;               /* an object, or NULL when there is none */
    struct text session_token; /* as the client sent it */
    struct text installation_id;
    uint64_t address; /* a number for where it comes from, see rates.h; 0: from this machine */
    struct text device_token;    /* that a registration of an installation names, or no text */
    const char *scheme;          /* "http" or "https", as the client reached the server */
    struct text host;            /* with the port, or no text when it is not known */
    struct upload_form *uploads; /* files that came with a GraphQL operation, upload.h; or NULL */
    struct upload *upload;   /* a file to be stored; NULL: the request is about something else */
    struct text range;       /* of the file that is asked for, as the header says; or no text */
    struct text destination; /* what a browser wants it for: its Sec-Fetch-Dest; or no text */
    struct file_source *file_sources; /* that the client names, file_references.h */
    struct text if_match;             /* If-Match, as sent: condition.h; or no text */
    struct text content_type;         /* of the body, as the header says; or no text */
    struct text accept;               /* Accept, as sent; or no text */
    struct text request_id; /* when a repetition must be refused, see idempotency.h; or no text */
    const cJSON *cloud_context; /* the object that the client sent for hooks, or NULL */
    struct principal principal;
    uint64_t session_generation; /* of server.h, that the principal was read in */
    struct budget *budget;       /* what it may cost; its parts share it */
    int64_t now; /* ms; the request's clock reading, taken anew before it is executed */
    const struct route *route;
    bool writes;
    bool needs_hash;
    bool (*call)(struct request *request); /* NULL: nobody is to be asked */
    void *call_state;                      /* what prepare hands to `call`, beside `state` */
    int hook_depth;                 /* how many hooks called each other, through saves of theirs */
    struct signing *signing;        /* the change that is signed, signature_need.h; or NULL */
    const struct class *makes;      /* may be created without permission; request_make() */
    void *state;                    /* what the route's stages hand to each other */
    struct store_connection *store; /* of the thread that runs the stage */
    bool session_changes;      /* set by execute: cached sessions and roles must be read anew */
    struct text failed_log_in; /* set by execute: counted once the request is undone, lockout.h */
    enum emergency_state emergency;      /* as far as it was asked for: emergency_held.h */
    struct text disclosed_id;            /* the last row that a notice went with: disclosure.h */
    const struct class *disclosed_class; /* the last one whose rows a query has tested: the same */
    const struct row_image *image; /* what is shown is this row, as it was: row_image.h; or NULL */
    struct row_taker *taker; /* who takes the rows that are shown: row_taker.h; NULL: the body */
    struct afterwards *afterwards; /* what is to be done once all is on disk; or NULL */
    struct audit_dues *audit;      /* what it owes the audit trail, audit.h; NULL: it never reads */
    uint64_t number;               /* of the request, in the log and in X-Request-Id */
    struct sought sought;          /* for the log, should the row not be had */
    bool reads_metrics;            /* it has shown the token for /metrics */
    bool is_operators;             /* it came by DATA/control, http/control.h */
    bool alone;      /* in a commit of its own: the next of its kind relies on what is done after */
    bool by_parts;   /* a batch: not it is judged before it is executed, but each of its parts */
    bool unfinished; /* set by hash and execute: the stage runs again, where `writes` says */
    bool executed;   /* on a worker: what it owes the audit trail is left to be written */
    struct response response;
};

/* Work that execute leaves for after the commit, in order. Copies of a request share their list. */
struct afterwards {
    struct afterwards_task *first;
    struct afterwards_task **end;
};

struct route {
    enum http_method method;
    struct text pattern; /* "/classes/Message/:id" */
    bool writes;
    bool master_only;
    bool (*prepare)(struct request *request); /* NULL: nothing to prepare */
    bool (*hash)(struct request *request);    /* NULL: never needs hashing */
    bool (*execute)(struct request *request);
};

/* "GET", ... in capitals. */
enum http_method method_from_text(struct text name);

/* The request goes on with the server's own rights, which no permission, rule or ACL limits, in the
 * same user's name; what is returned is to be given to request_act_as(), behind which it goes on as
 * before. These are the places where rights rise: tests/check/rights.test.mjs lists them. */
struct principal request_act_as_server(struct request *request);
void request_act_as(struct request *request, struct principal principal);

/* Where the server makes a row of its own class for whoever asks, an account that waits or a session: no permission to
 * create one is asked for, until request_make(request, NULL), and all that the row says is judged as the client's. */
void request_make(struct request *request, const struct class *class);

/* Runs a stage, unless the request has failed already; returns whether it is still alright. */
bool request_prepare(struct request *request);
bool request_hash(struct request *request);
bool request_call(struct request *request);
bool request_execute(struct request *request);

/* Leaves work for after the commit: run(request, state) is called on the writer thread, and not at
 * all when the request fails. It may only hand on, to a pool: it must neither wait nor fail. */
bool request_afterwards(struct request *request, void (*run)(struct request *request, void *state),
                        void *state);

/* Does what has been left for after the commit, once. */
void request_run_afterwards(struct request *request);

/* A statement with a fixed text, on the stage's connection; NULL when that failed (sql.h). */
static inline struct store_statement *request_statement(struct request *request, const char *text,
                                                        const struct sql_value *values)
{
    return sql_statement(&request->context, request->store, text, values);
}

/* A parameter, from the JSON body when it is there, else from the query. Texts only: a number or
 * tree in the body is printed as JSON. No text when it is absent. */
struct text request_parameter(struct request *request, const char *name);

/* The same of a list of names with commas between, which may also be a JSON array of texts, or one
 * JSON text, as parse-server takes it from a URL. */
struct text request_list_parameter(struct request *request, const char *name);

/* The same, parsed as JSON (a `where`, say); *json is NULL when it is absent. Fails with 107. */
bool request_json_parameter(struct request *request, const char *name, cJSON **json);

/* The parameter `where`, which in a URL may also be a JSON text of its JSON. */
bool request_where(struct request *request, cJSON **where);

/* The class that the route's first segment names; fails with 103/119 as parse-server does. */
bool request_class(struct request *request, const struct class **class);

/* Fails with status 412 (code 119, as other refusals of a change that is too late): the condition that the
 * request came with does not hold. */
bool request_fail_condition(struct request *request, const char *message);

/* Adds a header to the answer. What is not printable ASCII in the value becomes question marks. */
bool response_add_header(struct request *request, const char *name, struct text value);

/* Appends a member to the JSON object that the response's body holds; the value is JSON. */
void response_add_member(struct request *request, const char *name, struct text value);

/* Appends the member "sessionToken". */
void response_add_session_token(struct request *request, struct text token);

#endif
