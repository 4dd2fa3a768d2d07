/* password_proof.c - see password_proof.h. */
#include "accounts/password_proof.h"

#include "accounts/lockout.h"
#include "accounts/password_policy.h"
#include "crypto/password.h"
#include "guard/audit.h"

static bool look_at_lock(struct request *request, struct password_proof *proof)
{
    if (!lockout_look(request, proof->account, &proof->locked))
        return false;
    if (proof->locked) {
        request->needs_hash = false;
        request->call = NULL;
    }
    return true;
}

bool password_proof_prepare(struct request *request, struct password_proof *proof)
{
    request->needs_hash = true;
    proof->account = lockout_account(request, request->principal.user_id, text_none(), text_none());
    if (!proof->account.bytes)
        return fail_internal(&request->context, "out of memory");
    return credential_read(request, request->principal.user_id, &proof->credential) &&
           look_at_lock(request, proof);
}

void password_proof_hash(struct request *request, struct password_proof *proof)
{
    bool too_long = proof->password.length > PASSWORD_BYTES_LIMIT;

    if (too_long)
        proof->password.length = PASSWORD_BYTES_LIMIT;
    proof->right = password_matches(proof->credential.hash, proof->password) && !too_long;
    if (!proof->right)
        request->call = NULL;
}

/* Whether the password was held against the one that is the user's now. */
static bool confirm_credential(struct request *request, const struct password_proof *proof)
{
    struct credential now;

    if (!credential_read(request, request->principal.user_id, &now))
        return false;
    return text_equal(now.hash, proof->credential.hash) ||
           fail(&request->context, PARSE_OBJECT_NOT_FOUND, "Invalid username/password.");
}

bool password_proof_check(struct request *request, const struct password_proof *proof,
                          const char *action, struct text entity_type, struct text entity_id)
{
    if (!lockout_check(request, proof->account))
        return false;
    if (proof->locked) /* not any more, but nothing was compared */
        return lockout_refuse(request);
    if (!confirm_credential(request, proof))
        return false;
    return proof->right ||
           (audit_note_failure(request, action, entity_type,
                               entity_id.bytes ? entity_id : text_of(""), text_none()) &&
            lockout_note_failure(request, proof->account) &&
            fail(&request->context, PARSE_OBJECT_NOT_FOUND, "Invalid username/password."));
}
