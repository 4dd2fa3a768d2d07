/* cli.h - the command line: one table of flags for all commands. */
#ifndef GENERATOR_CLI_H
#define GENERATOR_CLI_H

#include "model/model.h"

#include <stdbool.h>

/* What a run ends with; `caregen --help` tells users the same. */
enum exit_status {
    EXIT_FINE = 0,
    EXIT_FAULT = 1, /* in an input, or an emitted tree that is not as it should be */
    EXIT_USAGE = 2,
    EXIT_TROUBLE = 3 /* reading, writing, memory, or a fault of ours */
};

/* The flags; NULL and false where one is not given. */
struct cli_options {
    const char *app; /* the argument that is no flag */
    const char *write;
    const char *schema;
    const char *spec;
    const char *name;
    const char *title;
    const char *access;
    const char *sample;
    const char *hooks;
    const char *out;
    const char *format;
    const char *dump;
    const char *history; /* the folder of schema.lock.json and migrations/ */
    const char *message; /* a migration's name */
    const char *listen;  /* of the server that --watch runs */
    const char *data;
    const char *from; /* the prompt of a new app */
    const char *fill;
    const char *using;
    const char *fail_on;
    bool names;
    bool strict;
    bool check;
    bool markdown;
    bool allow_data_loss;
    bool purge;
    bool rebase;
    bool watch;
    bool help;
};

/* Reads the arguments behind a command. The command knows the flags in the space-separated list.
 * Says on standard error what is wrong, and returns false then. */
bool cli_parse(struct cli_options *options, const char *command, const char *known_flags,
               int argument_count, char **arguments);

/* Says "caregen: ..." on standard error. */
void cli_complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
