/* access_log.h - a line of JSON for each answer (--access-log): who asked for what, from where, and what
 * became of it.
 *
 * Of what a client sent there are ids of objects in it and nothing else: no query, no token, no name, since
 * paths and queries may hold patients' data. What no route takes, and what no object is called, is left out. */
#ifndef RUNTIME_HTTP_ACCESS_LOG_H
#define RUNTIME_HTTP_ACCESS_LOG_H

#include "http/exchange.h"

struct access_log;

/* Opens the file, which is made, mode 0600, and written on; "-" is standard output. NULL, with the reason in
 * the log, when that fails. */
struct access_log *access_log_open(const char *path);
void access_log_close(struct access_log *log);

/* Goes on in a new file of that name, where the one that was open has been moved away. NULL is allowed. */
void access_log_reopen(struct access_log *log);

/* Notes an answer of so many bytes with the status, after so many microseconds. NULL is allowed. */
void access_log_note(struct access_log *log, const struct exchange *exchange, int status,
                     uint64_t bytes, int64_t microseconds);

#endif
