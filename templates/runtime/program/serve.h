/* serve.h - the server, from its start to its end. */
#ifndef RUNTIME_PROGRAM_SERVE_H
#define RUNTIME_PROGRAM_SERVE_H

#include "model/class.h"
#include "request/options.h"

/* NAME-server serve [options]; the arguments are those after "serve". Opens and migrates the database, and
 * serves until SIGINT or SIGTERM. Returns the exit status: 0 after a clean stop, 1 when the server could not
 * start, 2 for wrong usage. */
int serve_command(const struct app *app, const char *program, int argc, char **argv);

/* Serves the folder for the commands of an operator alone (http/control.h), without mails, searches and all else that
 * a server does by itself, until SIGTERM. Returns the exit status. */
int serve_operators(const struct app *app, const struct options *options);

#endif
