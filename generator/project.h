/* project.h - which files a run reads and where it writes, from the command line or an app.json.
 *
 * APP is the name of a folder in templates/apps below the current folder, or the path of an
 * app.json: {"name", "title", "schema", "spec", "access", "sample"}, with paths relative to the
 * current folder. Flags come before what app.json says.
 *
 * An app's history is kept beside its inputs: schema.lock.json and migrations/ in the folder of its spec,
 * or of its schema. Without an APP, --history names the folder. */
#ifndef GENERATOR_PROJECT_H
#define GENERATOR_PROJECT_H

#include "base/diag.h"
#include "build.h"
#include "cli.h"

struct project {
    struct build_options build;
    const struct source *schema; /* or NULL */
    const struct source *spec;
    const struct source *sample;
    const struct source *hooks;
    const char *out; /* folder to emit into, or NULL */
    const char *app; /* as named on the command line, or NULL */
    const char
        *history; /* the folder of an app's lock and migrations, or NULL: none are looked for */
};

/* The path of an APP's app.json; NULL for none. */
const char *project_app_path(const char *app, struct arena *arena);

/* Reads the files. Returns EXIT_FINE, or what the run ends with; a message went to standard error,
 * or for faults in app.json and the sample data to the diagnostics. */
enum exit_status project_open(struct project *project, struct diag *diag,
                              const struct cli_options *options);

#endif
