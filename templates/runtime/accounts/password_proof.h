/* password_proof.h - who is signed in shows the password once more, for what a session alone is not enough. */
#ifndef RUNTIME_ACCOUNTS_PASSWORD_PROOF_H
#define RUNTIME_ACCOUNTS_PASSWORD_PROOF_H

#include "accounts/credential.h"
#include "request/request.h"

/* What the stages of a request hand to each other. */
struct password_proof {
    struct text password; /* as it was sent: to be set before prepare */
    struct text account;  /* what failures are counted under */
    struct credential credential;
    bool right;
    bool locked; /* nothing was hashed, since the account lets nobody in */
};

/* Reads what the password is to be held against, and has the request hashed. */
bool password_proof_prepare(struct request *request, struct password_proof *proof);

/* Compares. Nobody else is asked about a request with a wrong one. */
void password_proof_hash(struct request *request, struct password_proof *proof);

/* On the writer: whether the password was right, and is the user's still. Else fails as a log-in does, counts the
 * failure, and enters it in the audit trail as the action upon the object ("" or no text: none). Whoever goes on
 * calls lockout_clear() when all else is well. */
bool password_proof_check(struct request *request, const struct password_proof *proof,
                          const char *action, struct text entity_type, struct text entity_id);

#endif
