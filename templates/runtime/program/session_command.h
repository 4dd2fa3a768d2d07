/* session_command.h - `NAME-server session`: which sessions a user has, and that they end; see user_command.h. */
#ifndef RUNTIME_PROGRAM_SESSION_COMMAND_H
#define RUNTIME_PROGRAM_SESSION_COMMAND_H

#include "model/class.h"

/* Returns the exit status: 0, 1 when it could not be done, 2 for wrong usage. */
int session_command(const struct app *app, const char *program, int argc, char **argv);

#endif
