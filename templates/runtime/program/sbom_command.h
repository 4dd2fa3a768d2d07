/* sbom_command.h - what the program is made of, for whoever has to know: a software bill of materials as
 * SPDX 2.3 or CycloneDX 1.5 has it. */
#ifndef RUNTIME_PROGRAM_SBOM_COMMAND_H
#define RUNTIME_PROGRAM_SBOM_COMMAND_H

#include "model/class.h"

/* NAME-server sbom [--format spdx|cyclonedx]; the arguments are those after "sbom". Writes JSON to
 * standard output, with the versions of the libraries that this very program runs with. Returns the exit
 * status. */
int sbom_command(const struct app *app, const char *program, int argc, char **argv);

#endif
