/* server_info.h - what the server can do, as the dashboard and the SDKs ask (master key only), and
 * what it cannot: parts of Parse's API that answer, but with nothing or with a clear refusal. */
#ifndef RUNTIME_ROUTES_SERVER_INFO_H
#define RUNTIME_ROUTES_SERVER_INFO_H

#include "request/request.h"

/* GET /serverInfo */
bool server_info_get(struct request *request);

/* POST /events/:name: accepted, and forgotten. */
bool events_track(struct request *request);

/* POST /push and POST /jobs/:name: refused with 115 and 141, as by a parse-server without them. */
bool push_send(struct request *request);
bool jobs_start(struct request *request);

/* What is listed is never there: GET /scriptlog, /cloud_code/jobs, /cloud_code/jobs/data and
 * /push_audiences. */
bool script_log_get(struct request *request);
bool jobs_find(struct request *request);
bool jobs_get_data(struct request *request);
bool push_audiences_find(struct request *request);

#endif
