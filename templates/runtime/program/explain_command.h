/* explain_command.h - `NAME-server explain`: who may do what to which object, and why or why not
 * (explanation.h). It reads the database and changes nothing; the server may run. */
#ifndef RUNTIME_PROGRAM_EXPLAIN_COMMAND_H
#define RUNTIME_PROGRAM_EXPLAIN_COMMAND_H

#include "model/class.h"

/* Runs the command; returns the exit status: 0, 1 when something could not be read, 2 for wrong usage. */
int explain_command(const struct app *app, const char *program, int argc, char **argv);

#endif
