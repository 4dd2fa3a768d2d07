/* manual_command.h - what the program says of itself to man and to shells. */
#ifndef RUNTIME_PROGRAM_MANUAL_COMMAND_H
#define RUNTIME_PROGRAM_MANUAL_COMMAND_H

#include "model/class.h"

/* NAME-server manual: its page of section 8, as man(7) has it. */
int manual_command(const struct app *app, const char *program, int argc, char **argv);

/* NAME-server completion bash|zsh|fish: a script for the shell. */
int completion_command(const struct app *app, const char *program, int argc, char **argv);

#endif
