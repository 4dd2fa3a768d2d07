/* migrate.h - bringing a database to the version that this server was made for. */
#ifndef RUNTIME_PROGRAM_MIGRATE_H
#define RUNTIME_PROGRAM_MIGRATE_H

#include "model/class.h"
#include "store/store.h"

/* Applies the migrations that the database does not have yet, each in a transaction of its own.
 * False, with the reason in the log, when one fails, when the database is newer than the server, or
 * when it was made by a migration of the same number with other contents. */
bool migrate(const struct app *app, struct store_connection *connection);

#endif
