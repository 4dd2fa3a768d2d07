/* prompt_commands.h - `caregen prompt` and `caregen init`: the texts one starts a prompt with. */
#ifndef GENERATOR_PROMPT_COMMANDS_H
#define GENERATOR_PROMPT_COMMANDS_H

#include "base/arena.h"
#include "cli.h"

/* Prints the language, as instructions for who writes a prompt: an AI, as a rule. */
enum exit_status run_prompt(const struct cli_options *options, struct arena *arena);

/* Writes a prompt with comments into the named file, which must not exist; prints it without a name. */
enum exit_status run_init(const struct cli_options *options, struct arena *arena);

#endif
