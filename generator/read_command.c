/* read_command.c - see read_command.h. */
#include "read_command.h"

#include "base/file.h"
#include "build.h"
#include "pipeline.h"
#include "prose/show.h"

#include <errno.h>
#include <string.h>

/* Writes the reading as a spec. */
static enum exit_status write_spec(const struct pipeline *pipeline, const char *path)
{
    struct buffer text;
    buffer_init(&text, pipeline->diag.arena);
    reading_show_spec(pipeline->spec, &text);
    if (file_replace(pipeline->diag.arena, path, text.bytes, text.length))
        return EXIT_FINE;
    cli_complain("cannot write '%s': %s", path, strerror(errno));
    return EXIT_TROUBLE;
}

enum exit_status run_read(const struct cli_options *given, struct arena *arena)
{
    struct cli_options options = *given;
    bool is_json = options.format && strcmp(options.format, "json") == 0;
    options.spec = options.spec ? options.spec : options.app;
    options.app = NULL;
    /* What it prints is the reading; faults go to the standard error, as text. */
    options.format = NULL;
    if (!options.spec) {
        cli_complain("read: which PROMPT? See caregen read --help");
        return EXIT_USAGE;
    }
    struct pipeline pipeline;
    enum exit_status status = pipeline_read(&pipeline, &options, arena);
    if (status != EXIT_FINE)
        return status;
    (void)model_read(&pipeline.diag, pipeline.schema, pipeline.spec);
    struct buffer text;
    buffer_init(&text, arena);
    if (is_json)
        reading_show_json(pipeline.spec, &text);
    else
        reading_show_text(pipeline.spec, &text);
    status = pipeline.diag.error_count > 0 ? EXIT_FAULT : EXIT_FINE;
    status = pipeline_print(stdout, &text, pipeline_show(&pipeline.diag, &options, status));
    if (status == EXIT_FINE && options.write)
        status = write_spec(&pipeline, options.write);
    return status == EXIT_FINE ? pipeline_summarize(&pipeline, given) : status;
}
