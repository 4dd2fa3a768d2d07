/* account_mail.h - what a user's e-mail address is good for: confirming it, and choosing a new
 * password through it.
 *
 * Nothing here tells whether an address is known: both requests answer {} to any, and cost the
 * same. */
#ifndef RUNTIME_ACCOUNTS_ACCOUNT_MAIL_H
#define RUNTIME_ACCOUNTS_ACCOUNT_MAIL_H

#include "accounts/email_token.h"
#include "objects/object_step.h"
#include "request/request.h"

/* Steps of a save (object_step.h). Before a user is written: a new address is not a confirmed one.
 * After it: mails the link that confirms the new address, where addresses are to be confirmed. */
bool account_mail_before_save(struct request *request, struct save *save);
bool account_mail_after_save(struct request *request, const struct save *save);

/* Fails with 205 when the user has to confirm the address before signing in. */
bool account_mail_check_log_in(struct request *request, struct text user_id);

/* Whether signing up makes no session, since the address has to be confirmed first. */
bool account_mail_delays_session(const struct request *request);

/* Drops the links that the user was sent, on the writer. */
bool account_mail_forget(struct request *request, struct text user_id);

/* Marks the address confirmed that the token was mailed to, on the writer; *done tells whether the
 * token was good. */
bool account_mail_confirm(struct request *request, struct text token, bool *done);

/* Finds whose password a mailed token may set: it is still good, and was sent to the address that is
 * the user's now. *found tells whether there is such a user; an empty token is nobody's. */
bool account_mail_find_reset(struct request *request, struct text token, struct text *user_id,
                             bool *found);

/* Makes the token by which somebody takes an account that was made for them, on the writer, and mails its link where
 * there is an address ("": none). */
bool account_mail_invite(struct request *request, const struct email_token *owner,
                         struct text *token);

/* Stages of POST /requestPasswordReset and POST /verificationEmailRequest. */
bool account_mail_request_prepare(struct request *request);
bool account_mail_request_reset(struct request *request);
bool account_mail_request_verification(struct request *request);

#endif
