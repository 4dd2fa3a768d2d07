/* log.h - the server's log: one JSON object a line on standard error.
 *
 * Nothing that a client sent is logged but paths and codes: bodies hold patients' data. */
#ifndef RUNTIME_BASE_LOG_H
#define RUNTIME_BASE_LOG_H

void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
