/* generate_command.c - see generate_command.h. run_pipeline() and pipeline.c show all that the compiler does,
 * in order. */
#include "generate_command.h"

#include "base/diag.h"
#include "build.h"
#include "dump.h"
#include "emit/emit.h"
#include "evolve_commands.h"
#include "pipeline.h"
#include "watch.h"

#include <stdio.h>
#include <string.h>

/* Brings the folder in line with the files, or says what --check or --dump asks for. */
static enum exit_status put_out(struct output *output, enum output_purpose purpose,
                                struct arena *arena)
{
    if (purpose == OUTPUT_LIST) {
        struct buffer list;
        buffer_init(&list, arena);
        return output_list(output, &list) ? pipeline_print(stdout, &list, EXIT_FINE) : EXIT_TROUBLE;
    }
    enum output_result result =
        purpose == OUTPUT_COMPARE ? output_compare(output) : output_commit(output);
    return result == OUTPUT_OK ? EXIT_FINE : result == OUTPUT_DRIFT ? EXIT_FAULT : EXIT_TROUBLE;
}

static enum exit_status emit(const struct pipeline *pipeline, const struct cli_options *options,
                             struct arena *arena)
{
    enum output_purpose purpose = options->dump    ? OUTPUT_LIST
                                  : options->check ? OUTPUT_COMPARE
                                                   : OUTPUT_COMMIT;
    struct output *output = output_new(arena, purpose, pipeline->project.out);
    emit_all(pipeline->model, output);
    emit_lock(pipeline, output);
    enum exit_status status = put_out(output, purpose, arena);
    output_release(output);
    return status;
}

static bool dumps(const struct cli_options *options, const char *form)
{
    return options->dump && strcmp(options->dump, form) == 0;
}

/* From the command line to an emitted tree, or as far as the options say. */
static enum exit_status run_pipeline(const struct cli_options *options, bool emits,
                                     struct arena *arena)
{
    struct pipeline pipeline;
    struct buffer dump;
    buffer_init(&dump, arena);
    enum exit_status status = pipeline_read(&pipeline, options, arena);
    if (status != EXIT_FINE)
        return status;
    if (dumps(options, "ast")) {
        if (pipeline.schema)
            ast_dump(pipeline.schema, &dump);
        if (pipeline.spec)
            ast_dump(pipeline.spec, &dump);
        status = pipeline.diag.error_count > 0 ? EXIT_FAULT : EXIT_FINE;
        return pipeline_print(stdout, &dump, pipeline_show(&pipeline.diag, options, status));
    }
    status = pipeline_build(&pipeline, options);
    if (status == EXIT_FINE && !dumps(options, "model") && !check_migrated(&pipeline))
        status = EXIT_FAULT;
    if (pipeline.model && !dumps(options, "model"))
        check_opened(&pipeline);
    status = pipeline_show(&pipeline.diag, options, status);
    if (status != EXIT_FINE)
        return status;
    if (dumps(options, "model")) {
        model_dump(pipeline.model, &dump);
        return pipeline_print(stdout, &dump, EXIT_FINE);
    }
    if (emits)
        status = emit(&pipeline, options, arena);
    return status == EXIT_FINE && !options->dump ? pipeline_summarize(&pipeline, options) : status;
}

static bool format_is_known(const struct cli_options *options)
{
    if (options->format && strcmp(options->format, "text") != 0 &&
        strcmp(options->format, "json") != 0) {
        cli_complain("--format is text or json, not '%s'", options->format);
        return false;
    }
    if (options->dump && !dumps(options, "ast") && !dumps(options, "model") &&
        !dumps(options, "files")) {
        cli_complain("--dump is ast, model or files, not '%s'", options->dump);
        return false;
    }
    return true;
}

enum exit_status run_check(const struct cli_options *options, struct arena *arena)
{
    return format_is_known(options) ? run_pipeline(options, false, arena) : EXIT_USAGE;
}

static enum exit_status generate_once(const struct cli_options *options, struct arena *arena)
{
    return run_pipeline(options, true, arena);
}

enum exit_status run_generate(const struct cli_options *options, struct arena *arena)
{
    if (!format_is_known(options))
        return EXIT_USAGE;
    if (!options->app && !options->name && !options->dump) {
        cli_complain("generate: give a --name, or name an APP");
        return EXIT_USAGE;
    }
    if (options->watch && (options->dump || options->check)) {
        cli_complain("generate: --watch writes, and --check and --dump do not");
        return EXIT_USAGE;
    }
    return options->watch ? watch(options, generate_once) : generate_once(options, arena);
}
