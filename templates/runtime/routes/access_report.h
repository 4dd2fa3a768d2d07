/* access_report.h - POST /functions/accessReport: who has had to do with one's own record, when and why.
 *
 *     {"from": DATE, "to": DATE, "limit": 100, "after": CURSOR}
 *     {"result": {"results": [ENTRY, ...], "next": CURSOR}}
 *
 * ENTRY is {"at", "action", "path", "className", "objectIds", "who": {"userId", "name", "roles"}, "by",
 * "grounds", "emergencies", "consents", "notice"}; docs/audit.md says what each is. The latest come first;
 * `next` is there when there may be more. What users do with their own rows is not among them.
 *
 * It is for those whom the app's report_readers are, about themselves; `user` names another, for who may
 * find every entry of the trail. Whoever asks, it has what that user may be told: rows that the user may get
 * now. A number of an entry would tell how many there are of others, so there is none, and a cursor is a
 * time, and how many entries of the report have it. Asking is entered in the trail. */
#ifndef RUNTIME_ROUTES_ACCESS_REPORT_H
#define RUNTIME_ROUTES_ACCESS_REPORT_H

#include "request/request.h"

bool access_report_prepare(struct request *request);
bool access_report_execute(struct request *request);

#endif
