/* main.c - the commands of caregen.
 *
 * run_pipeline() shows all that the compiler does, in order. Each command is a row of the table
 * below it. */
#include "base/arena.h"
#include "base/diag.h"
#include "build.h"
#include "cli.h"
#include "emit/emit.h"
#include "project.h"
#include "read/json_read.h"
#include "read/spec_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CAREGEN_VERSION "0.1.0"

/* Writes to standard output or error; a full disk or closed pipe is trouble, not silence. */
static enum exit_status print(FILE *file, const struct buffer *text, enum exit_status status)
{
    bool written = fwrite(text->bytes, 1, text->length, file) == text->length && fflush(file) == 0;
    return written ? status : EXIT_TROUBLE;
}

static enum exit_status show_faults(const struct diag *diag, const struct cli_options *options,
                                    enum exit_status status)
{
    struct buffer text;
    buffer_init(&text, diag->arena);
    if (options->format && strcmp(options->format, "json") == 0) {
        diag_render_json(diag, &text);
        return print(stdout, &text, status);
    }
    diag_render_text(diag, &text, isatty(STDERR_FILENO) != 0 && !getenv("NO_COLOR"));
    return print(stderr, &text, status);
}

/* Brings the folder in line with the files, or says what --check or --dump asks for. */
static enum exit_status put_out(struct output *output, const struct project *project,
                                const struct cli_options *options, struct arena *arena)
{
    if (options->dump) {
        struct buffer list;
        buffer_init(&list, arena);
        return output_list(output, &list) ? print(stdout, &list, EXIT_FINE) : EXIT_TROUBLE;
    }
    enum output_result result =
        options->check ? output_compare(output, project->out) : output_commit(output, project->out);
    return result == OUTPUT_OK ? EXIT_FINE : result == OUTPUT_DRIFT ? EXIT_FAULT : EXIT_TROUBLE;
}

static enum exit_status emit(const struct model *model, const struct project *project,
                             const struct cli_options *options, struct arena *arena)
{
    struct output *output = output_new(arena);
    emit_all(model, output);
    enum exit_status status = put_out(output, project, options, arena);
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
    struct diag diag;
    diag_init(&diag, arena, options->strict);

    struct project project;
    enum exit_status status = project_open(&project, &diag, options);
    if (status != EXIT_FINE)
        return status == EXIT_FAULT ? show_faults(&diag, options, status) : status;

    const struct ast *schema = !project.schema ? NULL : json_read(&diag, project.schema);
    const struct ast *spec = !project.spec ? NULL : spec_read(&diag, project.spec);
    struct buffer dump;
    buffer_init(&dump, arena);
    if (dumps(options, "ast")) {
        if (schema)
            ast_dump(schema, &dump);
        if (spec)
            ast_dump(spec, &dump);
        status = diag.error_count > 0 ? EXIT_FAULT : EXIT_FINE;
        return print(stdout, &dump, show_faults(&diag, options, status));
    }

    const struct model *model = model_build(&diag, &project.build, schema, spec);
    status = show_faults(&diag, options, !model ? EXIT_FAULT : EXIT_FINE);
    if (!model || status != EXIT_FINE)
        return status;
    if (dumps(options, "model")) {
        model_dump(model, &dump);
        return print(stdout, &dump, EXIT_FINE);
    }
    return emits ? emit(model, &project, options, arena) : EXIT_FINE;
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

static enum exit_status run_check(const struct cli_options *options, struct arena *arena)
{
    return format_is_known(options) ? run_pipeline(options, false, arena) : EXIT_USAGE;
}

static enum exit_status run_generate(const struct cli_options *options, struct arena *arena)
{
    if (!format_is_known(options))
        return EXIT_USAGE;
    if (!options->app && !options->name && !options->dump) {
        cli_complain("generate: give a --name, or name an APP");
        return EXIT_USAGE;
    }
    return run_pipeline(options, true, arena);
}

static enum exit_status run_diagnostics(const struct cli_options *options, struct arena *arena)
{
    if (!options->markdown) {
        cli_complain("diagnostics: --markdown is the form there is");
        return EXIT_USAGE;
    }
    struct buffer manual;
    buffer_init(&manual, arena);
    diag_render_manual(&manual);
    return print(stdout, &manual, EXIT_FINE);
}

static const struct command {
    const char *name;
    const char *flags;
    enum exit_status (*run)(const struct cli_options *options, struct arena *arena);
    const char *help;
} commands[] = {
    {"check", "APP schema spec name access sample hooks strict format dump title", run_check,
     "caregen check [APP | --schema FILE --spec FILE] [--strict] [--format text|json]\n"
     "\n"
     "Checks a schema and a spec, each alone or against each other, and writes nothing.\n"
     "\n"
     "  APP            a folder of templates/apps, or the path of an app.json\n"
     "  --schema FILE  a JSON schema\n"
     "  --spec FILE    an agent prompt\n"
     "  --strict       sentences that are not understood are errors\n"
     "  --format F     text (default, on standard error) or json (on standard output)\n"
     "  --dump FORM    print the ast or the model\n"},
    {"generate", "APP schema spec name access sample hooks out strict format dump check title",
     run_generate,
     "caregen generate [APP | --schema FILE --spec FILE --name NAME] [--out FOLDER]\n"
     "\n"
     "Checks the inputs as `caregen check` does, and emits a server.\n"
     "\n"
     "  --name NAME      what the server is called: letters, digits, '_' and '-'\n"
     "  --title TEXT     one line for people\n"
     "  --access A       who may reach classes without permissions of their own:\n"
     "                   owner (default: each object is its creator's) or public\n"
     "  --sample FILE    sample data, JSON\n"
     "  --hooks FILE     the app's own C code (docs/hooks.md)\n"
     "  --out FOLDER     where to (default: out/NAME)\n"
     "  --check          write nothing; exit 1 if the folder is not as it would be\n"
     "  --dump FORM      print the ast, the model, or the list of files, and write nothing\n"
     "  --strict, --format, --schema, --spec: as for check\n"},
    {"diagnostics", "markdown", run_diagnostics,
     "caregen diagnostics --markdown\n"
     "\n"
     "Prints what each code of a diagnostic means.\n"},
};

static const char general_help[] =
    "caregen turns a JSON schema and an agent prompt into the C of a server.\n"
    "\n"
    "  caregen check        check the inputs\n"
    "  caregen generate     check the inputs and emit a server\n"
    "  caregen diagnostics  what the codes of diagnostics mean\n"
    "  caregen --version    the version\n"
    "\n"
    "`caregen COMMAND --help` tells more.\n"
    "\n"
    "Exit status: 0 fine; 1 a fault in an input, or an emitted tree that is not as it should be;\n"
    "2 a wrong command line; 3 trouble with files or memory, or a fault of caregen's own.\n";

static enum exit_status run(int argument_count, char **arguments, struct arena *arena)
{
    const char *name = argument_count > 1 ? arguments[1] : "";
    struct buffer text;
    buffer_init(&text, arena);
    if (strcmp(name, "--version") == 0) {
        buffer_add_string(&text, "caregen " CAREGEN_VERSION "\n");
        return print(stdout, &text, EXIT_FINE);
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "help") == 0) {
        buffer_add_string(&text, general_help);
        return print(stdout, &text, EXIT_FINE);
    }
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        const struct command *command = &commands[i];
        if (strcmp(command->name, name) != 0)
            continue;
        struct cli_options options;
        if (!cli_parse(&options, name, command->flags, argument_count - 2, arguments + 2))
            return EXIT_USAGE;
        if (options.help) {
            buffer_add_string(&text, command->help);
            return print(stdout, &text, EXIT_FINE);
        }
        return command->run(&options, arena);
    }
    buffer_add_string(&text, general_help);
    return print(stderr, &text, EXIT_USAGE);
}

int main(int argument_count, char **arguments)
{
    struct arena arena;
    arena_init(&arena);
    enum exit_status status = run(argument_count, arguments, &arena);
    arena_release(&arena);
    return (int)status;
}
