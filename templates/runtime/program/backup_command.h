/* backup_command.h - `NAME-server backup` and `NAME-server restore` (docs/operating.md). */
#ifndef RUNTIME_PROGRAM_BACKUP_COMMAND_H
#define RUNTIME_PROGRAM_BACKUP_COMMAND_H

#include "model/class.h"

/* Run the commands; each returns the exit status: 0, 1 when it could not be done or a backup does not hold,
 * 2 for wrong usage. */
int backup_command(const struct app *app, const char *program, int argc, char **argv);
int restore_command(const struct app *app, const char *program, int argc, char **argv);

#endif
