/* new_command.h - `caregen new`: an app from a prompt or a schema alone, complete and ready to be served. */
#ifndef GENERATOR_NEW_COMMAND_H
#define GENERATOR_NEW_COMMAND_H

#include "base/arena.h"
#include "cli.h"

/* Writes the app NAME. Beside caregen's own templates it is one more of them (templates/apps/NAME and
 * schemas/NAME, for `make serve TEMPLATE=NAME`); anywhere else, or with --out, a folder of its own that is
 * a repository with a Makefile and a CI script. Nothing that is there is replaced. On a terminal, what is
 * not given is asked for; elsewhere it is a wrong command line. */
enum exit_status run_new(const struct cli_options *options, struct arena *arena);

#endif
