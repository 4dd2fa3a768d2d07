/* exposition.h - the text that Prometheus reads (prometheus.io/docs/instrumenting/exposition_formats,
 * version 0.0.4). A sample is begun, gets its labels, and ends with its number. */
#ifndef RUNTIME_HTTP_EXPOSITION_H
#define RUNTIME_HTTP_EXPOSITION_H

#include "base/buffer.h"
#include "model/class.h"

/* The lines before the samples of a name: what it is called, "counter", "gauge" or "histogram", and
 * what it says. */
void exposition_family(struct buffer *out, const char *name, const char *type, const char *help);

void exposition_begin(struct buffer *out, const char *name);
void exposition_label(struct buffer *out, const char *name, struct text value);
void exposition_number(struct buffer *out, uint64_t number);
void exposition_seconds(struct buffer *out, uint64_t microseconds);

/* A sample without labels, and one with its family. */
void exposition_sample(struct buffer *out, const char *name, uint64_t number);
void exposition_alone(struct buffer *out, const char *name, const char *type, const char *help,
                      uint64_t number);

/* The samples of a histogram of times: buckets and the sum of microseconds are counters. `label`
 * writes further labels; NULL: there are none. */
void exposition_times(struct buffer *out, const char *name, size_t first_bucket, size_t sum,
                      void (*label)(struct buffer *out, const struct app *app, size_t route),
                      const struct app *app, size_t route);

#endif
