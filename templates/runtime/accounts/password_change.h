/* password_change.h - a password being chosen, for a new user or instead of an old one: checked
 * against the policy, hashed, kept. Sign-up, update and the reset page go this way. */
#ifndef RUNTIME_ACCOUNTS_PASSWORD_CHANGE_H
#define RUNTIME_ACCOUNTS_PASSWORD_CHANGE_H

#include "accounts/credential.h"
#include "request/request.h"

struct password_change {
    struct text password;                       /* no text: none is chosen */
    struct text hash;                           /* once it is hashed */
    struct text former[PASSWORD_HISTORY_LIMIT]; /* hashes that it must not belong to */
    size_t former_count;
};

/* Checks the password for a user who is there already (no text: who is not), and who gets this name
 * (no text: keeps the one there is). Reads only. Fails with 142. */
bool password_change_prepare(struct request *request, struct password_change *change,
                             struct text user_id, struct text username);

/* Compares it with the former ones and hashes it, on a hashing thread. Fails with 142. */
bool password_change_hash(struct request *request, struct password_change *change);

/* Gives it to a user, on the writer: ends all sessions, opens a locked account, and has no link and no invitation lead to
 * another password any more. */
bool password_change_keep(struct request *request, const struct password_change *change,
                          struct text user_id);

#endif
