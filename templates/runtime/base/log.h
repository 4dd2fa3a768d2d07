/* log.h - the server's log: a line for each event on standard error, as a JSON object, or for people to
 * read (--log text).
 *
 * Nothing that a client sent is logged but paths and codes: bodies hold patients' data. What is logged
 * while a thread is at work on a request has the request's number, the answer's X-Request-Id. */
#ifndef RUNTIME_BASE_LOG_H
#define RUNTIME_BASE_LOG_H

#include "base/text.h"

#include <stdint.h>

/* To be called before there are threads; lines are JSON unless they are to be plain. */
void log_set_plain(bool plain);

void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* What the calling thread logs from now on is about this request; 0: about none. */
void log_set_request(uint64_t number);

/* The calling thread's lines are not written from now on: the last message is kept there instead, with a
 * NUL. NULL: they are written again. */
void log_keep(char *bytes, size_t size);

/* A line with members of its own, whose names need no quoting. */
struct log_member {
    const char *name;
    struct text value; /* however long; no text: the number counts */
    int64_t number;
};
void log_members(const char *message, const struct log_member *members, size_t count);

/* Composes such a line without a message, in JSON in any case, for another file than the log. Returns how long it
 * is, with its end; 0 when the line has no room for all that the members might take. */
size_t log_compose(char *line, size_t size, const struct log_member *members, size_t count);

#endif
