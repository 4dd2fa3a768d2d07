/* rates.h - what an address and a user may ask for in a while, so that nobody fills the server with
 * accounts or files. Each is a flag (options.h); docs/limits.md has them with their defaults.
 *
 * Counts are kept in memory: a start forgets them. The master key is not counted. Nor is this machine
 * as an address: a proxy on it that does not name its clients speaks for all of them. */
#ifndef RUNTIME_REQUEST_RATES_H
#define RUNTIME_REQUEST_RATES_H

#include "request/request.h"

struct options;
struct rates;

enum rate_kind { RATE_SIGN_UPS, RATE_UPLOADS, RATE_UPLOAD_BYTES, RATE_REQUESTS, RATE_KINDS };

/* NULL when out of memory. */
struct rates *rates_start(const struct options *options);
void rates_stop(struct rates *rates);

/* Counts so much of a kind for the request's address and its user, or for neither: then it fails with
 * 155, HTTP status 429, and how long to wait. */
bool rates_take(struct request *request, enum rate_kind kind, int64_t amount);

#endif
