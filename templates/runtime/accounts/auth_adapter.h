/* auth_adapter.h - the ways to sign in besides a password, every one a row of the table in
 * auth_adapters.c.
 *
 * A client sends authData: {PROVIDER: {...}}. The adapter of that provider first tells, on a worker,
 * which account of the provider the data proves (identify); then, on the writer, checks it against
 * what is kept of the user (verify). What is kept stands in the table _AuthData; its secret part is
 * sealed, and no answer shows it. */
#ifndef RUNTIME_ACCOUNTS_AUTH_ADAPTER_H
#define RUNTIME_ACCOUNTS_AUTH_ADAPTER_H

#include "request/request.h"

enum auth_use {
    AUTH_SET_UP, /* the user has nothing of this provider yet */
    AUTH_UPDATE, /* the user, signed in, replaces it */
    AUTH_LOG_IN  /* somebody wants to become the user */
};

/* What is kept of a user and a provider. */
struct auth_record {
    bool exists;
    struct text id;     /* of the provider's account; no text for a second factor */
    struct text secret; /* in clear; no text: none */
};

struct auth_adapter {
    bool additional; /* a second factor: asked for at every log-in once it is set up */
    /* Whether the adapter is for that provider, as the server is configured. */
    bool (*serves)(const struct request *request, struct text provider);
    /* The provider's account that the data proves; NULL: a second factor, without accounts. Fails
     * when the data proves nothing. */
    bool (*identify)(struct request *request, struct text provider, const cJSON *data,
                     struct text *id);
    /* Checks the data against the record, and changes its secret; one that it takes out takes the
     * record away. NULL: identify said it all.
     * *response may get JSON that the answer tells the client once. */
    bool (*verify)(struct request *request, const cJSON *data, enum auth_use use,
                   struct auth_record *record, struct text *response);
};

#endif
