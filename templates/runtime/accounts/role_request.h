/* role_request.h - how somebody comes to a role that waits for approval: the class RoleRequest.
 *
 * A user asks for himself. Whom the app's rules name takes the request from pending to approved or
 * rejected, and from approved to revoked; with it, in the same transaction, the user comes into the
 * Parse role or leaves it. Nobody decides on his own request, and no client touches the role itself
 * (row_check.c keeps its name for the server). */
#ifndef RUNTIME_ACCOUNTS_ROLE_REQUEST_H
#define RUNTIME_ACCOUNTS_ROLE_REQUEST_H

#include "objects/object_step.h"

/* Before a RoleRequest is written, on the writer: checks it and sets who decided when. Does nothing
 * for other classes. Fails with 137 for a second request that is not decided or is approved, with 119
 * for one's own, with 142 when the user or the role of a request would change. */
bool role_request_before_save(struct request *request, struct save *save);

/* After it: carries out what was decided. */
bool role_request_after_save(struct request *request, const struct save *save);

#endif
