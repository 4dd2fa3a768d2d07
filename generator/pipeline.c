/* pipeline.c - see pipeline.h. The steps of a run stand in order; main.c goes on from there. */
#include "pipeline.h"

#include "prose/show.h"
#include "read/json_read.h"
#include "read/spec_read.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum exit_status pipeline_print(FILE *file, const struct buffer *text, enum exit_status status)
{
    bool written = fwrite(text->bytes, 1, text->length, file) == text->length && fflush(file) == 0;
    return written ? status : EXIT_TROUBLE;
}

enum exit_status pipeline_show(const struct diag *diag, const struct cli_options *options,
                               enum exit_status status)
{
    struct buffer text;
    buffer_init(&text, diag->arena);
    if (options->format && strcmp(options->format, "json") == 0) {
        diag_render_json(diag, &text);
        return pipeline_print(stdout, &text, status);
    }
    diag_render_text(diag, &text, isatty(STDERR_FILENO) != 0 && !getenv("NO_COLOR"));
    return pipeline_print(stderr, &text, status);
}

enum exit_status pipeline_read(struct pipeline *pipeline, const struct cli_options *options,
                               struct arena *arena)
{
    *pipeline = (struct pipeline){0};
    diag_init(&pipeline->diag, arena, options->strict);
    enum exit_status status = project_open(&pipeline->project, &pipeline->diag, options);
    if (status != EXIT_FINE)
        return status == EXIT_FAULT ? pipeline_show(&pipeline->diag, options, status) : status;
    const struct project *project = &pipeline->project;
    pipeline->schema = !project->schema ? NULL : json_read(&pipeline->diag, project->schema);
    pipeline->spec = !project->spec ? NULL : spec_read(&pipeline->diag, project->spec);
    return EXIT_FINE;
}

enum exit_status pipeline_build(struct pipeline *pipeline, const struct cli_options *options)
{
    struct diag *diag = &pipeline->diag;
    struct build_options *build = &pipeline->project.build;
    if (pipeline->project.history) {
        if (!history_read(&pipeline->history, diag, pipeline->project.history, options->rebase))
            return EXIT_FAULT;
        build->migrations = history_migrations(&pipeline->history, diag->arena);
        build->migration_count = pipeline->history.files.count;
        build->former = !pipeline->history.lock ? NULL : pipeline->history.lock->model;
    }
    pipeline->model = model_build(diag, build, pipeline->schema, pipeline->spec);
    if (pipeline->model && pipeline->history.lock)
        lock_apply(pipeline->history.lock, pipeline->model, pipeline->diag.arena);
    return !pipeline->model ? EXIT_FAULT : EXIT_FINE;
}

enum exit_status pipeline_summarize(const struct pipeline *pipeline,
                                    const struct cli_options *options)
{
    struct buffer line;
    buffer_init(&line, pipeline->diag.arena);
    bool is_for_tools = options->format && strcmp(options->format, "json") == 0;
    if (!pipeline->spec || is_for_tools || !reading_has_prose(pipeline->spec))
        return EXIT_FINE;
    reading_show_summary(pipeline->spec, &line);
    return pipeline_print(stderr, &line, EXIT_FINE);
}
