/* serve.h - the whole program behind an emitted server's main(). */
#ifndef RUNTIME_PROGRAM_SERVE_H
#define RUNTIME_PROGRAM_SERVE_H

#include "model/class.h"

/* Reads the arguments, opens and migrates the database, and serves until SIGINT or SIGTERM. Returns
 * the exit status: 0 after a clean stop, 1 when the server could not start, 2 for wrong usage. */
int server_main(const struct app *app, int argc, char **argv);

#endif
