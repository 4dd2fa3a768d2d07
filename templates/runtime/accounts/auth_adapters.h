/* auth_adapters.h - the table of adapters. */
#ifndef RUNTIME_ACCOUNTS_AUTH_ADAPTERS_H
#define RUNTIME_ACCOUNTS_AUTH_ADAPTERS_H

#include "accounts/auth_adapter.h"

/* The adapter for a provider, or NULL. */
const struct auth_adapter *auth_adapter_find(const struct request *request, struct text provider);

#endif
