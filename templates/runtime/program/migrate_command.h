/* migrate_command.h - migrations at a server's start, and by the operator's hand.
 *
 *     NAME-server migrate [--data DIR]              apply what is pending, without serving
 *     NAME-server migrate --plan [--data DIR]       say what is pending
 *     NAME-server migrate --to N [--data DIR]       go as far as migration N
 *     NAME-server migrate --rehearse [--data DIR]   try on a copy: how long it takes, and what refuses it
 *
 * Before the schema's migrations change anything, a copy of the database is made beside it:
 * NAME.db.before-N, where N is the first one that is applied. It stays until somebody deletes it, or the
 * same migration is tried again: then a new copy takes the name, and the first one is kept as
 * NAME.db.before-N.first. */
#ifndef RUNTIME_PROGRAM_MIGRATE_COMMAND_H
#define RUNTIME_PROGRAM_MIGRATE_COMMAND_H

#include "request/server.h"

/* What a start does: copies and migrates the database, as far as `to` (0: all of it), or with
 * --no-migrate refuses to start where something is pending. False with the reason in the log. */
bool migrate_at_start(struct server *server, struct store_connection *connection, int to);

/* The command; returns the exit status: 0 done, 1 refused or failed, 2 a wrong command line. */
int migrate_command(const struct app *app, const char *program, int argc, char **argv);

#endif
