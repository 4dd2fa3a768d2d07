/* lockout.h - after repeated failures an account lets nobody in for a while.
 *
 * parse-server's accountLockout, with two differences. Names without an account are counted as
 * accounts are, so that neither the answer nor its time tells which exist. And a day without a
 * failure starts the count anew, so that what strangers try does not pile up. */
#ifndef RUNTIME_ACCOUNTS_LOCKOUT_H
#define RUNTIME_ACCOUNTS_LOCKOUT_H

#include "request/request.h"

/* What failures are counted under: the user's id, or, without one (no text), a hash of the names
 * that were given. No text when out of memory. */
struct text lockout_account(struct request *request, struct text user_id, struct text username,
                            struct text email);

/* What wrong codes of a user's second factor are counted under: apart from passwords, so that a right
 * password does not give new attempts at the code. */
struct text lockout_second_factor(struct request *request, struct text user_id);

/* Whether the account is locked, for whoever would hash a password in vain; the writer asks again,
 * by lockout_check(), and counts. */
bool lockout_look(struct request *request, struct text account, bool *locked);

/* Fails with 101 while the account is locked. */
bool lockout_check(struct request *request, struct text account);

/* Fails with 101 as lockout_check() does. */
bool lockout_refuse(struct request *request);

/* Marks the request as a failed attempt. Fails with 101 when there had been too many already. */
bool lockout_note_failure(struct request *request, struct text account);

/* Counts the failed attempt that a request was marked as, if it was, and locks the account when
 * there were too many. To be called on the writer after what the request wrote has been undone:
 * the count must stay, and in a batch that is a transaction too. The request keeps its error; false
 * when the attempt could not be counted. */
bool lockout_count(struct request *request);

/* Starts the count anew. */
bool lockout_clear(struct request *request, struct text account);

#endif
