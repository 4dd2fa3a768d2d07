/* user_command.h - `NAME-server user` and `role`: what an operator does to accounts from the machine's
 * own command line, the first administrator above all, whom no other can approve. A server may run over the
 * folder, and knows of it at once (operator_call.h). */
#ifndef RUNTIME_PROGRAM_USER_COMMAND_H
#define RUNTIME_PROGRAM_USER_COMMAND_H

#include "model/class.h"

/* Each returns the exit status: 0, 1 when it could not be done, 2 for wrong usage. */
int user_command(const struct app *app, const char *program, int argc, char **argv);
int role_command(const struct app *app, const char *program, int argc, char **argv);

#endif
