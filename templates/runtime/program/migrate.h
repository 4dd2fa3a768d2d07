/* migrate.h - bringing a database to the version that this server was made for.
 *
 * There are two histories, numbered apart: the server's own tables (system_tables.h) and the app's, which
 * the schema's edits have made. A migration is a list of SQL statements that are run in one transaction,
 * with two functions of the store at hand, seal_value() and unseal_value(). A statement that begins with
 * the comment
 *
 *     -- must be empty: TEXT
 *
 * is a question: when it selects rows, the migration is refused, TEXT and the first rows are said, and
 * the database stays as it was. */
#ifndef RUNTIME_PROGRAM_MIGRATE_H
#define RUNTIME_PROGRAM_MIGRATE_H

#include "model/class.h"
#include "store/store.h"

/* How far a database has come in the app's history. */
struct migration_state {
    int applied;          /* the number of the last one; 0: none */
    int known;            /* how many the server has */
    bool is_own_complete; /* it has the server's own tables, too */
};

/* Reads how far it is, and checks that what was applied is what the server has. False, with the reason
 * in the log, when the database is newer than the server, or when an applied migration was edited. */
bool migration_state_read(const struct app *app, struct store_connection *connection,
                          struct migration_state *state);

/* Whether the database is as far as the server, for commands that do not migrate. False with the reason
 * in the log. */
bool migration_is_complete(const struct app *app, struct store_connection *connection);

/* Whether a migration above `from`, up to `to`, encrypts what was plain. */
bool migrations_seal(const struct app *app, int from, int to);

/* Applies what the database does not have yet: the server's own migrations, then the app's up to the
 * number `to` (0: all), each in a transaction of its own; time goes on from where the database has left it
 * (database_clock.h). False, with the reason in the log. */
bool migrate(const struct app *app, struct store_connection *connection, int to);

#endif
