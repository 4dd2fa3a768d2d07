/* log_in.h - how somebody becomes a user: by name and password, by authData, or by the master key's
 * word. */
#ifndef RUNTIME_ACCOUNTS_LOG_IN_H
#define RUNTIME_ACCOUNTS_LOG_IN_H

#include "accounts/auth_data.h"
#include "request/request.h"

/* GET and POST /login. */
bool log_in_prepare(struct request *request);
bool log_in_hash(struct request *request);
bool log_in(struct request *request);

/* GET and POST /verifyPassword: log-in without a session. Hashed as a log-in is. Of a user with a second factor, whom the
 * password alone would not let in, it tells the id and nothing else. */
bool log_in_verify_prepare(struct request *request);
bool log_in_verify_password(struct request *request);

/* POST /loginAs, for the master key. */
bool log_in_as(struct request *request);

/* POST /challenge: what an adapter would ask before a log-in. None asks anything yet. */
bool log_in_challenge_prepare(struct request *request);
bool log_in_challenge(struct request *request);

/* Log-in by authData whose account belongs to this user; what POST /users does then. A session that
 * the request has already got is not replaced. */
bool log_in_by_auth_data(struct request *request, const struct auth_data *auth,
                         struct text user_id);

#endif
