/* auth_data.h - what links users to accounts elsewhere and to second factors.
 *
 * The table _AuthData is the truth: a row for each user and provider, which no client can name. The
 * field authData of _User repeats what the user may see of it ({"anonymous": {"id": ..}}, {"mfa":
 * {"status": "enabled"}}) and is written here alone; the guard shows it to nobody else. */
#ifndef RUNTIME_ACCOUNTS_AUTH_DATA_H
#define RUNTIME_ACCOUNTS_AUTH_DATA_H

#include "accounts/auth_adapter.h"

enum { AUTH_ATTEMPT_LIMIT = 8 };

struct auth_attempt {
    struct text provider;
    const struct auth_adapter *adapter; /* NULL when data is null */
    const cJSON *data;                  /* an object, or null to take it away */
    struct text id;                     /* of the provider's account; no text: none */
};

/* The authData of one request, sorted by provider. */
struct auth_data {
    struct auth_attempt attempts[AUTH_ATTEMPT_LIMIT];
    size_t count;
};

/* Whether the body has authData that says something, so that it may stand in for a password. */
bool auth_data_is_given(const cJSON *body);

/* Reads the body's authData and lets the adapters identify accounts. Fails with 252 for a provider
 * that there is not, with 105 for a path into authData, and as the adapters do. */
bool auth_data_read(struct request *request, const cJSON *body, struct auth_data *auth);

/* The user who has one of the accounts; no text: nobody. Fails with 208 when several have. */
bool auth_data_find_user(struct request *request, const struct auth_data *auth,
                         struct text *user_id);

/* Fails with -1 when the user has set up second factors and the request brings none of them. */
bool auth_data_check_additional(struct request *request, const struct auth_data *auth,
                                struct text user_id);

/* Verifies and keeps all attempts for a user, on the writer; AUTH_UPDATE becomes AUTH_SET_UP for
 * providers that the user has not got. *response gets the JSON of authDataResponse, or no text.
 * Fails with 208 when another user has the account, and as the adapters do. */
bool auth_data_apply(struct request *request, const struct auth_data *auth, struct text user_id,
                     enum auth_use use, struct text *response);

/* Whether the user has an account of that provider. */
bool auth_data_has(struct request *request, struct text user_id, struct text provider, bool *has);

/* "anonymous,oidc": the providers of the attempts, as a session's createdWith has it. */
struct text auth_data_providers(struct arena *arena, const struct auth_data *auth);

/* Drops all that is kept for a user, on the writer. */
bool auth_data_forget(struct request *request, struct text user_id);

#endif
