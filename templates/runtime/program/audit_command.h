/* audit_command.h - NAME-server audit: verifies, exports and anchors the audit trail. */
#ifndef RUNTIME_PROGRAM_AUDIT_COMMAND_H
#define RUNTIME_PROGRAM_AUDIT_COMMAND_H

#include "model/class.h"

/* Runs the command; the arguments are those behind "audit". Returns the exit status. */
int audit_command(const struct app *app, const char *program, int argc, char **argv);

#endif
