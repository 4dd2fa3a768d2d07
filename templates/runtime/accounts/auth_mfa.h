/* auth_mfa.h - a second factor by one-time codes, set up and used as parse-server's "mfa" adapter
 * has it. */
#ifndef RUNTIME_ACCOUNTS_AUTH_MFA_H
#define RUNTIME_ACCOUNTS_AUTH_MFA_H

#include "accounts/auth_adapter.h"

/* Second factors by one-time codes; see auth_mfa.c. */
bool mfa_verify(struct request *request, const cJSON *data, enum auth_use use,
                struct auth_record *record, struct text *response);

#endif
