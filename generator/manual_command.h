/* manual_command.h - the manual page of caregen, and what shells complete: both from the table of commands. */
#ifndef GENERATOR_MANUAL_COMMAND_H
#define GENERATOR_MANUAL_COMMAND_H

#include "base/arena.h"
#include "cli.h"

/* Prints a page for man(1). */
enum exit_status run_manual(const struct cli_options *options, struct arena *arena);

/* Prints the script for the shell that options->app names. */
enum exit_status run_completion(const struct cli_options *options, struct arena *arena);

#endif
