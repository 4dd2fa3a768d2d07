/* email_token.h - the random words in the links that the server mails: to confirm an address, to
 * choose a new password, to take an account that was made for one.
 *
 * Kept as their hashes in the table _EmailToken, which no query of a client can name. A user has at
 * most one for each purpose: a newer one replaces it. They expire, and are good for one use. */
#ifndef RUNTIME_ACCOUNTS_EMAIL_TOKEN_H
#define RUNTIME_ACCOUNTS_EMAIL_TOKEN_H

#include "request/request.h"

enum email_purpose { EMAIL_VERIFY, EMAIL_RESET, EMAIL_INVITE };

struct email_token {
    struct text user_id; /* empty: a token of nobody */
    struct text email;   /* where it was sent */
};

/* Makes a token that is good until `seconds` from now, on the writer. */
bool email_token_issue(struct request *request, enum email_purpose purpose,
                       const struct email_token *owner, int64_t seconds, struct text *token);

/* Whether the user's token for the purpose was made less than so many seconds ago. */
bool email_token_is_recent(struct request *request, enum email_purpose purpose, struct text user_id,
                           int64_t seconds, bool *recent);

/* Finds a token that is still good; *found tells whether there is one. */
bool email_token_find(struct request *request, enum email_purpose purpose, struct text token,
                      struct email_token *owner, bool *found);

/* Drops what the user has for the purpose, on the writer. */
bool email_token_drop(struct request *request, enum email_purpose purpose, struct text user_id);

#endif
