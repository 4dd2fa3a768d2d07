/* report_command.h - the command `report`: for whom the law has a paper be given. */
#ifndef RUNTIME_PROGRAM_REPORT_COMMAND_H
#define RUNTIME_PROGRAM_REPORT_COMMAND_H

#include "model/class.h"

/* `report access USERNAME`: what the user would be answered by accessReport, as CSV (RFC 4180) or JSON.
 * Returns the exit status. */
int report_command(const struct app *app, const char *program, int argc, char **argv);

#endif
