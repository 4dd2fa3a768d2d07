/* health.h - whether the server is well, for whoever watches it: anyone may ask, by any method.
 *
 *     /health        it answers (what Parse's SDKs ask)
 *     /health/live   the same; where it is not, it should be started anew
 *     /health/ready  it can do its work; where it can't (503, with the reasons), starting it anew does
 *                    not help, and requests had better go elsewhere */
#ifndef RUNTIME_ROUTES_HEALTH_H
#define RUNTIME_ROUTES_HEALTH_H

#include "request/request.h"

/* Whether this is one of the paths above. */
bool health_has_path(struct text path);

bool health_get(struct request *request);
bool health_ready_prepare(struct request *request);
bool health_ready(struct request *request);

#endif
