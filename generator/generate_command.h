/* generate_command.h - the commands that go from the inputs to a server: check and generate. */
#ifndef GENERATOR_GENERATE_COMMAND_H
#define GENERATOR_GENERATE_COMMAND_H

#include "base/arena.h"
#include "cli.h"

enum exit_status run_check(const struct cli_options *options, struct arena *arena);
enum exit_status run_generate(const struct cli_options *options, struct arena *arena);

#endif
