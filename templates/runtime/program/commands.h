/* commands.h - what the program can be told to do: the table of its commands, and main()'s way to them. */
#ifndef RUNTIME_PROGRAM_COMMANDS_H
#define RUNTIME_PROGRAM_COMMANDS_H

#include "model/class.h"

struct command {
    const char *name;
    /* The arguments are those after the command's name; returns the exit status. */
    int (*run)(const struct app *app, const char *program, int argc, char **argv);
    const char *words; /* what may stand behind the name */
    const char *what;  /* it does, in a sentence */
};

/* All of them; one without a name ends the table. */
extern const struct command commands[];

/* The whole program behind an emitted server's main(). Returns the exit status: 2 for a command that there
 * is none of, else the command's. */
int server_main(const struct app *app, int argc, char **argv);

#endif
