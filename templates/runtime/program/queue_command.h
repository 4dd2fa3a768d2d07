/* queue_command.h - `NAME-server queue`: mails and webhooks that wait to be sent, or were given up. */
#ifndef RUNTIME_PROGRAM_QUEUE_COMMAND_H
#define RUNTIME_PROGRAM_QUEUE_COMMAND_H

#include "model/class.h"

/* Returns the exit status: 0, 1 when it could not be done, 2 for wrong usage. */
int queue_command(const struct app *app, const char *program, int argc, char **argv);

#endif
