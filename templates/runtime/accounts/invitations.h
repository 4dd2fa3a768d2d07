/* invitations.h - an account that somebody makes for somebody else: a clinic for its patient.
 *
 * POST /invitations makes a user whom no password lets in, links it to a row, as the one who asks and in the same
 * transaction, and makes a token. POST /users with the token gives the account its name and password, once,
 * before the token expires; so does the page that a mailed link leads to.
 *
 *     {"className": "Patient", "objectId": ID, "field": "user", "email": ADDRESS}
 *     {"className": "Patient", "object": {...}, ...}     where the row is to be made, too
 *
 * Who may invite is who may set that pointer of that row, by permissions, rules and ACL; where sign-ups are closed,
 * those of them who are in a role. The master key may leave the row out. The token goes by mail where there is an address, and else
 * into the answer, to be handed over. */
#ifndef RUNTIME_ACCOUNTS_INVITATIONS_H
#define RUNTIME_ACCOUNTS_INVITATIONS_H

#include "request/request.h"

/* Stages of POST /invitations. */
bool invitations_prepare(struct request *request);
bool invitations_execute(struct request *request);

/* Finds whose account a token opens; *found tells whether it still does. */
bool invitation_find(struct request *request, struct text token, struct text *user_id, bool *found);

/* Fails as one does that does not. */
bool invitation_fail(struct request *request);

/* The request goes on as the user whose token it has, who has no session yet. */
bool invitation_become(struct request *request, struct text user_id);

#endif
