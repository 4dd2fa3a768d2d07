/* account_lock.h - accounts that let nobody in until somebody unlocks them. lockout.h is about those that
 * unlock themselves after a while.
 *
 * Which are locked is in the table _AccountLock, which no query of a client can name. */
#ifndef RUNTIME_ACCOUNTS_ACCOUNT_LOCK_H
#define RUNTIME_ACCOUNTS_ACCOUNT_LOCK_H

#include "request/request.h"

/* Fails with 101 where the account is locked; to be asked where a session would begin, once it is known that it is
 * the user's to begin. */
bool account_lock_check(struct request *request, struct text user_id);

/* Drops what is known of a user who is deleted, on the writer. */
bool account_lock_forget(struct request *request, struct text user_id);

/* POST /users/:id/lock ends all sessions of the user, and none begins any more; POST /users/:id/unlock ends that, and
 * what failed log-ins have locked. GET /lockedUsers lists those that are locked. All are for the master key. */
bool account_lock_lock(struct request *request);
bool account_lock_unlock(struct request *request);
bool account_lock_find(struct request *request);

#endif
