/* read_command.h - `caregen read`: what the sentences of a prompt are read as. */
#ifndef GENERATOR_READ_COMMAND_H
#define GENERATOR_READ_COMMAND_H

#include "cli.h"

enum exit_status run_read(const struct cli_options *options, struct arena *arena);

#endif
