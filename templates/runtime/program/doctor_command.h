/* doctor_command.h - `NAME-server doctor`: whether all is well with a server and its data. It looks and
 * changes nothing; the server may run. */
#ifndef RUNTIME_PROGRAM_DOCTOR_COMMAND_H
#define RUNTIME_PROGRAM_DOCTOR_COMMAND_H

#include "model/class.h"

/* Runs the command; returns the exit status: 0 all is well, 1 there are warnings, 2 something is broken, 3
 * for wrong usage. */
int doctor_command(const struct app *app, const char *program, int argc, char **argv);

#endif
