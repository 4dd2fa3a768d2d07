/* metrics.h - GET /metrics: what Prometheus is told of the server.
 *
 * Numbers tell strangers about patients, too: how many records a small practice opens in a night, that
 * somebody's sign-in was refused. So nobody reads them without a secret, from this machine neither: a
 * proxy on it speaks for everybody. The secret is the master key, or the token of --metrics-token-file,
 * which opens nothing else and may be given to a machine that watches. */
#ifndef RUNTIME_HTTP_METRICS_H
#define RUNTIME_HTTP_METRICS_H

#include "request/request.h"

struct MHD_Connection;

/* Whether it is asked for with the right "Authorization: Bearer TOKEN"; the request then needs no other
 * credentials, and is noted to have shown it. */
bool metrics_admit(struct request *request, struct MHD_Connection *connection);

/* The route. */
bool metrics_get(struct request *request);

#endif
