/* account_name.h - a username, and an e-mail address, is taken once, whatever its case.
 *
 * Log-in compares names as they were written, as parse-server does; that no two of them look alike
 * is held by the table _AccountName, which keeps their folded forms under a unique key. rows.c calls
 * these functions for every row of _User, so that no way to write a user goes round them. */
#ifndef RUNTIME_WRITE_ACCOUNT_NAME_H
#define RUNTIME_WRITE_ACCOUNT_NAME_H

#include "request/request.h"

/* Keeps the names that a user's object sets, and drops those that it unsets. Fails with 202 or 203
 * when another user has such a name, with 142 when one is too long. */
bool account_names_keep(struct request *request, const void *user);

/* Drops all names of a user. */
bool account_names_forget(struct request *request, struct text user_id);

#endif
