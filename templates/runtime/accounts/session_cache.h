/* session_cache.h - from a session token to the principal it stands for.
 *
 * Each worker keeps what it has looked up. An entry counts only while the server's session
 * generation is the one it was read at: the writer raises that number after every commit that
 * changed a session, a role or a user, before it answers, so a revoked session is refused from the
 * moment its revocation was answered. */
#ifndef RUNTIME_ACCOUNTS_SESSION_CACHE_H
#define RUNTIME_ACCOUNTS_SESSION_CACHE_H

#include "request/request.h"

#include <stdint.h>

struct session_cache;

/* NULL when out of memory. */
struct session_cache *session_cache_new(void);
void session_cache_free(struct session_cache *cache);

/* Fills request->principal from request->session_token; texts are copied to the request's arena.
 * `generation` is the server's, read before the call. *use_is_due tells whether the caller is to have
 * this use kept (session_use.h); NULL: the client does nothing, it is only asked who it is. Fails with 209 when there is no such session, it has expired or was
 * idle for too long. */
bool session_cache_find(struct session_cache *cache, struct request *request, uint64_t generation,
                        bool *use_is_due);

/* What is executed is judged when it is executed, however long ago it was prepared: takes the clock
 * anew, and where sessions or roles have changed since the principal was read, reads it anew from
 * the request's store. `changed` says that they have in the transaction that is still open, which
 * the server's generation does not tell. Does nothing more for whoever came without a session. Fails
 * with 209 when the session is over. */
bool session_confirm(struct request *request, bool changed);

/* Fills a principal with the rights that a user has now by a session, found by its objectId; *known is
 * false when the session has ended, has expired, was idle for too long or is somebody else's. This is no use
 * of it. */
bool session_principal_of_session(struct request *request, struct text session_id,
                                  struct text user_id, struct principal *principal, bool *known);

/* Fills a principal with a user's rights as they are now, roles read anew, without any session; *known is
 * false when there is no such user. */
bool session_principal_of_user(struct request *request, struct text user_id,
                               struct principal *principal, bool *known);

#endif
