/* demo.h - sample data and two demo accounts, for people who want to look around. */
#ifndef RUNTIME_PROGRAM_DEMO_H
#define RUNTIME_PROGRAM_DEMO_H

#include "request/server.h"

struct demo_account {
    struct text username;
    struct text password;
};

enum { DEMO_ACCOUNTS = 2 };

/* Loads the app's sample data when the database has no user yet; each user gets a random password,
 * those of the first two (a patient and a provider) are kept in DATA/demo-accounts, mode 0600, and
 * come back in accounts[] at every start. False, with the reason in the log, when that fails. */
bool demo_load(struct server *server, struct store_connection *connection, struct arena *arena,
               struct demo_account *accounts);

#endif
