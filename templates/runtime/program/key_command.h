/* key_command.h - `NAME-server key`: the keys of the data are listed, rotated, dropped, wrapped anew. */
#ifndef RUNTIME_PROGRAM_KEY_COMMAND_H
#define RUNTIME_PROGRAM_KEY_COMMAND_H

#include "model/class.h"

/* Returns the exit status: 0 it is done, 1 it is not, 2 wrong usage. */
int key_command(const struct app *app, const char *program, int argc, char **argv);

#endif
