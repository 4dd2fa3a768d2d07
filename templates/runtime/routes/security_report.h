/* security_report.h - GET /security: which settings of this server are weaker than they could be, in
 * the form that the dashboard shows (master key only). */
#ifndef RUNTIME_ROUTES_SECURITY_REPORT_H
#define RUNTIME_ROUTES_SECURITY_REPORT_H

#include "request/request.h"

bool security_report_get(struct request *request);

#endif
