/* model_report.h - GET /model: the classes of the app, as far as whoever asks may use them.
 *
 *     {"name": "trial", "title": "Trial", "sessionSeconds": 43200, "idleSeconds": 1800,
 *      "classes": [{"className": "Message", "operations": ["get", "find", ...],
 *                   "fields": {"to": {"type": "Pointer", "targetClass": "_User", "required": true,
 *                                     "writes": ["create"]}, ...},
 *                   "keepsVersions": true, "needsSignature": true, "purpose": "grant"}, ...]}
 *
 * For forms: what is written there is what the server would refuse or take, so that no form offers what
 * cannot be done. Neither the classes of which nothing is open to the user are in it nor fields that are
 * hidden; nor which rows there are. Who is not signed in is refused (101). */
#ifndef RUNTIME_ROUTES_MODEL_REPORT_H
#define RUNTIME_ROUTES_MODEL_REPORT_H

#include "request/request.h"

bool model_report_get(struct request *request);

#endif
