/* context.h - what every function that may fail on account of the client is given.
 *
 * The error is Parse's: a code (Parse REST guide, "Error Codes") and a message. A function that
 * fails calls fail(), which records the first error and returns false, so that
 *     return fail(context, PARSE_INVALID_QUERY, "bad $in value");
 * reads as what it is. */
#ifndef RUNTIME_BASE_CONTEXT_H
#define RUNTIME_BASE_CONTEXT_H

#include "base/arena.h"
#include "base/text.h"

#include <stdint.h>

/* Each row: PARSE_ERROR(name, code, HTTP status). The status is parse-server's own mapping: 500 for
 * internal errors, 404 for an object that is not there, 400 for the rest. */
enum parse_code {
#define PARSE_ERROR(name, code, status) name = code,
#include "base/parse_errors.def"
#undef PARSE_ERROR
};

/* PARSE_OTHER_CAUSE is -1 on the wire, which here stands for answers without a code. */
static inline int parse_code_on_wire(int code)
{
    return code == PARSE_OTHER_CAUSE ? -1 : code;
}

struct parse_error {
    int code;   /* 0: nothing failed; -1: an HTTP error without a Parse code (403 unauthorized) */
    int status; /* HTTP status */
    struct text message;
    bool is_json;           /* the message is JSON, which the answer holds as it is */
    const char *refused_by; /* for the log, never the client: the rule or permission; or NULL */
    int64_t retry_seconds;  /* when to ask again; 0: nothing is said of it */
    bool of_row;            /* a single row is damaged: others may be shown without it */
    bool internal; /* the server's own: nothing is known, so nobody may go on as if it were */
};

struct context {
    struct arena *arena;
    struct parse_error error;
};

/* Records the error unless one is recorded already; returns false. */
bool fail(struct context *context, enum parse_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Fails like fail(), with an error that is JSON and not a text. */
bool fail_with_json(struct context *context, enum parse_code code, struct text json);

/* Forgets an error that is a single row's; false, and the error stays, when it is another one. */
bool context_pass_over_row(struct context *context);

/* Out of memory, a database that cannot be read: error 1, status 500, details to the log only. */
bool fail_internal(struct context *context, const char *what);

/* Takes back what the client was refused, where there is another way to go on. An internal error
 * stays; returns whether no error is left. The one way to drop an error. */
bool forgive(struct context *context) __attribute__((warn_unused_result));

#endif
