/* pipeline.h - from the command line to a model: what every command begins with. */
#ifndef GENERATOR_PIPELINE_H
#define GENERATOR_PIPELINE_H

#include "base/diag.h"
#include "evolve/history.h"
#include "project.h"
#include "read/ast.h"

#include <stdio.h>

struct pipeline {
    struct diag diag;
    struct project project;
    const struct ast *schema; /* NULL when that input was not given */
    const struct ast *spec;
    const struct model *model; /* after pipeline_build() */
    struct history history;    /* of an app with a lock; empty otherwise */
};

/* Opens the project and reads its inputs. EXIT_FINE, or what the run ends with; all was said then. */
enum exit_status pipeline_read(struct pipeline *pipeline, const struct cli_options *options,
                               struct arena *arena);

/* Reads the history, if the project has one, and builds the model. EXIT_FINE, or EXIT_FAULT; the faults are
 * still to be shown. */
enum exit_status pipeline_build(struct pipeline *pipeline, const struct cli_options *options);

/* Shows the faults as the options ask for them, and returns the status. */
enum exit_status pipeline_show(const struct diag *diag, const struct cli_options *options,
                               enum exit_status status);

/* Says in one line on the standard error how many sentences of a prompt became how many rules, unless
 * what is printed is for a tool. */
enum exit_status pipeline_summarize(const struct pipeline *pipeline,
                                    const struct cli_options *options);

/* Writes to standard output or error; a full disk or closed pipe is trouble, not silence. */
enum exit_status pipeline_print(FILE *file, const struct buffer *text, enum exit_status status);

#endif
