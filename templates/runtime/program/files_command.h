/* files_command.h - `NAME-server files orphans`: which stored files nothing names, and when they go. It looks
 * as file_sweep.h does and changes nothing; the server may run. */
#ifndef RUNTIME_PROGRAM_FILES_COMMAND_H
#define RUNTIME_PROGRAM_FILES_COMMAND_H

#include "model/class.h"

/* Runs the command; returns the exit status: 0, 1 when the files could not be looked through, 2 for wrong
 * usage. */
int files_command(const struct app *app, const char *program, int argc, char **argv);

#endif
