/* watch.h - `caregen generate --watch`: a schema edit becomes a running server. */
#ifndef GENERATOR_WATCH_H
#define GENERATOR_WATCH_H

#include "base/arena.h"
#include "cli.h"

/* Generates, compiles and starts the server, and does so again whenever an input is saved. A server whose
 * new one does not come about, for a fault in an input or a migration that is still to be written, goes on.
 * Ends with SIGINT or SIGTERM, and takes the server along. `generate` is one run of `caregen generate`. */
enum exit_status watch(const struct cli_options *options,
                       enum exit_status (*generate)(const struct cli_options *, struct arena *));

#endif
