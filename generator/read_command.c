/* read_command.c - see read_command.h. */
#include "read_command.h"

#include "base/file.h"
#include "build.h"
#include "pipeline.h"
#include "prose/naming.h"
#include "prose/show.h"

#include <errno.h>
#include <string.h>

static enum exit_status write_text(const struct buffer *text, const char *path)
{
    if (file_replace(text->arena, path, text->bytes, text->length))
        return EXIT_FINE;
    cli_complain("cannot write '%s': %s", path, strerror(errno));
    return EXIT_TROUBLE;
}

/* --names: proposals for what Names does not have. Exits 1 where something has none. */
static enum exit_status read_names(struct pipeline *pipeline, const struct cli_options *options,
                                   bool is_json)
{
    struct arena *arena = pipeline->diag.arena;
    const struct vector proposals = naming_propose(arena, pipeline->spec, pipeline->schema);
    struct buffer text;
    buffer_init(&text, arena);
    naming_report(&pipeline->diag, &proposals);
    enum exit_status found = pipeline->diag.error_count > 0 ? EXIT_FAULT : EXIT_FINE;
    found = pipeline_show(&pipeline->diag, options, found);
    if (found == EXIT_TROUBLE)
        return found;
    if (options->write) {
        naming_show_spec(pipeline->spec, &proposals, &text);
        enum exit_status written = write_text(&text, options->write);
        return written == EXIT_FINE ? found : written;
    }
    if (is_json)
        naming_show_json(&proposals, &text);
    else
        naming_show_lines(&proposals, &text);
    return pipeline_print(stdout, &text, found);
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
    if (options.names)
        return read_names(&pipeline, &options, is_json);
    (void)model_read(&pipeline.diag, pipeline.schema, pipeline.spec);
    struct buffer text;
    buffer_init(&text, arena);
    if (is_json)
        reading_show_json(pipeline.spec, &text);
    else
        reading_show_text(pipeline.spec, &text);
    status = pipeline.diag.error_count > 0 ? EXIT_FAULT : EXIT_FINE;
    status = pipeline_print(stdout, &text, pipeline_show(&pipeline.diag, &options, status));
    if (status == EXIT_FINE && options.write) {
        buffer_init(&text, arena);
        reading_show_spec(pipeline.spec, &text);
        status = write_text(&text, options.write);
    }
    return status == EXIT_FINE ? pipeline_summarize(&pipeline, given) : status;
}
