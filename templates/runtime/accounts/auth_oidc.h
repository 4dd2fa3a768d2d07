/* auth_oidc.h - signing in with an OpenID provider (OpenID Connect Core 1.0). */
#ifndef RUNTIME_ACCOUNTS_AUTH_OIDC_H
#define RUNTIME_ACCOUNTS_AUTH_OIDC_H

#include "accounts/auth_adapter.h"

struct options;

/* OpenID Connect; see auth_oidc.c. */
bool oidc_serves(const struct request *request, struct text provider);
bool oidc_identify(struct request *request, struct text provider, const cJSON *data,
                   struct text *id);

/* Whether the options for OpenID Connect go together and its keys can be read; says in the log what
 * is wrong. To be called at start. */
bool oidc_check_options(const struct options *options);

#endif
