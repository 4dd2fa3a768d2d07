/* process_metrics.h - what the system knows of the process, by the names that Prometheus has for it. */
#ifndef RUNTIME_HTTP_PROCESS_METRICS_H
#define RUNTIME_HTTP_PROCESS_METRICS_H

#include "base/buffer.h"

void process_metrics_write(struct buffer *out);

#endif
