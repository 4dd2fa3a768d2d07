/* sessions.h - the class _Session and the tokens that belong to its objects. */
#ifndef RUNTIME_ACCOUNTS_SESSIONS_H
#define RUNTIME_ACCOUNTS_SESSIONS_H

#include "request/request.h"

/* A session that has been made. The token is the only copy there is. */
struct new_session {
    struct text id; /* no text: none has been made */
    struct text token;
};

/* Makes a session for a user, on the writer. `action` and `provider` become createdWith ("login",
 * "password"). Ends the user's session on the same installation. */
bool sessions_create(struct request *request, struct text user_id, const char *action,
                     const char *provider, struct new_session *made);

/* Ends every session of the user, on the writer. */
bool sessions_end_all(struct request *request, struct text user_id);

/* Ends all sessions that there are, on the writer. */
bool sessions_end_everybodys(struct request *request);

/* Forgets every session's token, on the writer. */
bool sessions_forget_tokens(struct request *request);

/* Stages of the /sessions routes. */
bool sessions_get_me(struct request *request);
bool sessions_find(struct request *request);
bool sessions_get(struct request *request);
bool sessions_post(struct request *request);
bool sessions_update(struct request *request);
bool sessions_delete(struct request *request);

/* POST /upgradeToRevocableSession: another session for the caller. Every session is revocable here,
 * so the one that is upgraded stays as it is. */
bool sessions_upgrade(struct request *request);

/* POST /logout */
bool sessions_log_out(struct request *request);

/* DELETE /users/:id/sessions, for the master key. */
bool sessions_end_of_user(struct request *request);

#endif
