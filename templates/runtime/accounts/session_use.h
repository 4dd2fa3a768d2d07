/* session_use.h - the tokens of sessions, and when each was last used, so that one that lies idle
 * ends.
 *
 * A session's last use is kept in the database ("_SessionToken"."usedAt"), where every worker and
 * every later start of the server finds it. It is written anew at most once an interval: what is
 * kept is never later than the truth, and at most an interval earlier. So no session outlives its
 * limit, whatever ends the server, and one may end up to a tenth of the limit, at most a minute,
 * early. */
#ifndef RUNTIME_ACCOUNTS_SESSION_USE_H
#define RUNTIME_ACCOUNTS_SESSION_USE_H

#include "crypto/session_token.h"
#include "request/request.h"

/* How long a session may lie idle, in milliseconds: the shorter of what the app's rules and the
 * options say; 0: for ever. */
int64_t session_idle_limit(const struct server *server);

/* Keeps the token of a new session, as used now, and drops the token of one; on the writer. */
bool session_use_begin(struct request *request, struct text token, struct text session_id);
bool session_use_end(struct request *request, struct text session_id);

/* Refuses a session (209) that was not used for the limit. *used_at is what the caller knows of its
 * last use, and is brought up to date from the database when it is older than an interval. *is_due
 * tells whether this use is to be kept, by session_use_keep() on the writer. */
bool session_use_check(struct request *request, struct text session_id, int64_t *used_at,
                       bool *is_due);

/* Keeps a use, on the writer's connection, and the token under the newest session-key. What is there already never
 * moves back. */
bool session_use_keep(struct context *context, struct store_connection *store,
                      struct text session_id, const struct kept_token *kept, int64_t used_at);

/* Ends some sessions that have expired or lie idle, on the writer: their rows would stay for ever,
 * since nobody comes back with them. */
bool session_use_prune(struct request *request);

#endif
