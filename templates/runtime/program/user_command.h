/* user_command.h - what an operator does to accounts from the machine's own command line: above all,
 * the first administrator, whom no other can approve. */
#ifndef RUNTIME_PROGRAM_USER_COMMAND_H
#define RUNTIME_PROGRAM_USER_COMMAND_H

#include "model/class.h"

/* NAME-server user add-role|remove-role USERNAME ROLE [options]; the arguments are those after
 * "user". Returns the exit status. A server that runs meanwhile notices with the user's next
 * sign-in. */
int user_command(const struct app *app, const char *program, int argc, char **argv);

#endif
