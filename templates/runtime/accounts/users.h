/* users.h - sign-up, and what is special about the class _User; log_in.h has the rest.
 *
 * Passwords are no field of the class: their hashes live in the table _Credential, which no query of
 * a client can name. */
#ifndef RUNTIME_ACCOUNTS_USERS_H
#define RUNTIME_ACCOUNTS_USERS_H

#include "request/request.h"

bool users_create_prepare(struct request *request);
bool users_create_hash(struct request *request);
bool users_create(struct request *request);

bool users_update_prepare(struct request *request);
bool users_update_hash(struct request *request);
bool users_update(struct request *request);

bool users_find(struct request *request);
bool users_get(struct request *request);
bool users_get_me(struct request *request);
bool users_delete_prepare(struct request *request);
bool users_delete(struct request *request);

/* Deletes a user that the principal may delete, with credentials and sessions. On the writer; writes
 * no response. */
bool users_delete_one(struct request *request, struct text user_id);

#endif
