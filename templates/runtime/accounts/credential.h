/* credential.h - users' passwords: only their hashes, and in tables that no client can name. */
#ifndef RUNTIME_ACCOUNTS_CREDENTIAL_H
#define RUNTIME_ACCOUNTS_CREDENTIAL_H

#include "request/request.h"

enum { PASSWORD_HISTORY_LIMIT = 24 };

struct credential {
    struct text hash;   /* no text: the user has no password */
    int64_t changed_at; /* ms */
};

/* The user's credential, in the arena. */
bool credential_read(struct request *request, struct text user_id, struct credential *credential);

/* Gives the user this password hash. The one before is kept among the former ones as far as
 * --password-history asks for. To be called on the writer. */
bool credential_keep(struct request *request, struct text user_id, struct text hash);

/* Drops all that is known of the user's passwords, on the writer. */
bool credential_forget(struct request *request, struct text user_id);

/* The hashes that a new password must not belong to, the current one first; at most
 * PASSWORD_HISTORY_LIMIT. */
bool credential_read_former(struct request *request, struct text user_id, struct text *hashes,
                            size_t *count);

#endif
