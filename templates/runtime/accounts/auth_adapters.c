/* auth_adapters.c - the table of adapters; see auth_adapter.h. */
#include "accounts/auth_adapters.h"

#include "accounts/auth_mfa.h"
#include "accounts/auth_oidc.h"
#include "request/server.h"

enum { ID_BYTES_LIMIT = 1000 };

static bool anonymous_serves(const struct request *request, struct text provider)
{
    return text_is(provider, "anonymous") && request->app->anonymous_users &&
           !request->server->options.no_anonymous_users;
}

/* An anonymous user is whoever knows the id, which the client made up (Parse's SDKs take a UUID). */
static bool anonymous_identify(struct request *request, struct text provider, const cJSON *data,
                               struct text *id)
{
    *id = text_of(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(data, "id")));
    if (id->length && id->length <= ID_BYTES_LIMIT)
        return true;
    return fail(&request->context, PARSE_INVALID_VALUE, "Invalid authData id for provider '%.*s'.",
                TEXT_PRINTED(provider));
}

static bool mfa_serves(const struct request *request, struct text provider)
{
    (void)request;
    return text_is(provider, "mfa");
}

static const struct auth_adapter adapters[] = {
    {false, anonymous_serves, anonymous_identify, NULL},
    {false, oidc_serves, oidc_identify, NULL},
    {true, mfa_serves, NULL, mfa_verify},
};

const struct auth_adapter *auth_adapter_find(const struct request *request, struct text provider)
{
    for (size_t i = 0; i < sizeof adapters / sizeof *adapters; i++)
        if (adapters[i].serves(request, provider))
            return &adapters[i];
    return NULL;
}
