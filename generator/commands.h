/* commands.h - what caregen can be told to do: one table, from which its help, its manual page and what shells
 * complete are made, too. */
#ifndef GENERATOR_COMMANDS_H
#define GENERATOR_COMMANDS_H

#include "base/arena.h"
#include "cli.h"

struct command {
    const char *name;
    const char *what;  /* in a line */
    const char *flags; /* with spaces between them; APP: an argument that is no flag */
    enum exit_status (*run)(const struct cli_options *options, struct arena *arena);
    const char *help; /* its first line is the usage, then a blank one */
};

/* The end has no name. */
extern const struct command commands[];

#endif
