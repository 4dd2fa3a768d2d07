/* main.c - the commands of caregen.
 *
 * run_pipeline() and pipeline.c show all that the compiler does, in order. Each command is a row of the
 * table below it. */
#include "base/arena.h"
#include "base/diag.h"
#include "base/version.h"
#include "build.h"
#include "cli.h"
#include "dump.h"
#include "emit/emit.h"
#include "evolve_commands.h"
#include "new_command.h"
#include "pipeline.h"
#include "prompt_commands.h"
#include "read_command.h"
#include "watch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Brings the folder in line with the files, or says what --check or --dump asks for. */
static enum exit_status put_out(struct output *output, const struct project *project,
                                const struct cli_options *options, struct arena *arena)
{
    if (options->dump) {
        struct buffer list;
        buffer_init(&list, arena);
        return output_list(output, &list) ? pipeline_print(stdout, &list, EXIT_FINE) : EXIT_TROUBLE;
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
    status = pipeline_show(&pipeline.diag, options, status);
    if (status != EXIT_FINE)
        return status;
    if (dumps(options, "model")) {
        model_dump(pipeline.model, &dump);
        return pipeline_print(stdout, &dump, EXIT_FINE);
    }
    if (emits)
        status = emit(pipeline.model, &pipeline.project, options, arena);
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

static enum exit_status run_check(const struct cli_options *options, struct arena *arena)
{
    return format_is_known(options) ? run_pipeline(options, false, arena) : EXIT_USAGE;
}

static enum exit_status generate_once(const struct cli_options *options, struct arena *arena)
{
    return run_pipeline(options, true, arena);
}

static enum exit_status run_generate(const struct cli_options *options, struct arena *arena)
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

static enum exit_status run_diagnostics(const struct cli_options *options, struct arena *arena)
{
    if (!options->markdown) {
        cli_complain("diagnostics: --markdown is the form there is");
        return EXIT_USAGE;
    }
    struct buffer manual;
    buffer_init(&manual, arena);
    diag_render_manual(&manual);
    return pipeline_print(stdout, &manual, EXIT_FINE);
}

static const struct command {
    const char *name;
    const char *flags;
    enum exit_status (*run)(const struct cli_options *options, struct arena *arena);
    const char *help;
} commands[] = {
    {"check", "APP schema spec name access sample hooks strict format dump title history",
     run_check,
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
    {"generate",
     "APP schema spec name access sample hooks out strict format dump check title "
     "history watch listen data",
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
     "  --history FOLDER the folder of schema.lock.json and migrations/, where there is no APP\n"
     "  --watch          compile and serve, and do so again whenever an input is saved;\n"
     "                   --listen HOST:PORT (127.0.0.1:1337) and --data FOLDER are the server's\n"
     "  --strict, --format, --schema, --spec: as for check\n"},
    {"read", "APP schema spec write names strict format", run_read,
     "caregen read PROMPT [--schema FILE] [--names] [--write FILE] [--format text|json]\n"
     "\n"
     "Prints what each sentence of a prompt is read as, what was assumed, and the words that were\n"
     "not understood, underlined.\n"
     "\n"
     "  --schema FILE  the JSON schema beside the prompt\n"
     "  --write FILE   write the reading as a spec, the prompt's own sentences as comments\n"
     "  --names        print names in ASCII for what has none, proposed by a dictionary, as lines\n"
     "                 of a Names section; with --write FILE the prompt with them\n"
     "  --format F     text (default) or json\n"
     "  --strict       words that are not understood are errors\n"},
    {"new", "APP from schema out", run_new,
     "caregen new NAME --from PROMPT | --schema FILE [--out FOLDER]\n"
     "\n"
     "Makes an app from a prompt or a schema alone: inputs, sample data, hooks, the first "
     "migration.\n"
     "In caregen's own folder it is a template (make serve TEMPLATE=NAME), elsewhere a folder "
     "NAME\n"
     "with a Makefile and a CI script. What is not given is asked for on a terminal.\n"},
    {"diff", "APP schema spec name access history format fail-on", run_diff,
     "caregen diff [APP | --schema FILE --spec FILE --history FOLDER] [--fail-on LIST]\n"
     "\n"
     "Says what changed since the last migration: whether rows bear it, whether clients of the\n"
     "older server do, and what opens to whom.\n"
     "\n"
     "  --fail-on LIST  exit 1 if anything opens, closes, breaks (clients) or loses (data)\n"
     "  --format F      text (default) or json\n"},
    {"migrate",
     "APP schema spec name access history message fill using allow-data-loss purge rebase format",
     run_migrate,
     "caregen migrate [APP | --schema FILE --spec FILE --history FOLDER] -m NAME\n"
     "\n"
     "Writes the next migration, migrations/NNNN_NAME.sql, and schema.lock.json.\n"
     "\n"
     "  -m NAME             letters, digits and '_'\n"
     "  --fill 'C.f=EXPR'   what rows get that lack a required field; SQL, several by ';'\n"
     "  --using 'C.f=EXPR'  how a value becomes one of another type; SQL over the former column\n"
     "  --allow-data-loss   write it although what rows hold goes out of reach\n"
     "  --purge             write a migration that drops what earlier ones retired\n"
     "  --rebase            bring the migrations of two branches together\n"},
    {"init", "APP", run_init,
     "caregen init [FILE]\n"
     "\n"
     "Writes a prompt to start from, with comments, into a file that does not exist yet; prints "
     "it\n"
     "without a FILE.\n"},
    {"prompt", "", run_prompt,
     "caregen prompt\n"
     "\n"
     "Prints how a prompt is written, as instructions for an AI that writes one.\n"},
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
    "  caregen read         what the sentences of a prompt are read as\n"
    "  caregen new          make an app from a prompt\n"
    "  caregen init         a prompt to start from\n"
    "  caregen prompt       how a prompt is written, for an AI that writes one\n"
    "  caregen diff         say what changed since the last migration\n"
    "  caregen migrate      write the next migration\n"
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
        return pipeline_print(stdout, &text, EXIT_FINE);
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "help") == 0) {
        buffer_add_string(&text, general_help);
        return pipeline_print(stdout, &text, EXIT_FINE);
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
            return pipeline_print(stdout, &text, EXIT_FINE);
        }
        return command->run(&options, arena);
    }
    buffer_add_string(&text, general_help);
    return pipeline_print(stderr, &text, EXIT_USAGE);
}

int main(int argument_count, char **arguments)
{
    struct arena arena;
    arena_init(&arena);
    enum exit_status status = run(argument_count, arguments, &arena);
    arena_release(&arena);
    return (int)status;
}
