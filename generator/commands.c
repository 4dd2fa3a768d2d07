/* commands.c - see commands.h. */
#include "commands.h"

#include "base/diag.h"
#include "evolve_commands.h"
#include "generate_command.h"
#include "manual_command.h"
#include "new_command.h"
#include "pipeline.h"
#include "prompt_commands.h"
#include "read_command.h"

#include <stddef.h>
#include <stdio.h>

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

const struct command commands[] = {
    {"check", "check the inputs",
     "APP schema spec name access sample hooks strict format dump title history", run_check,
     "caregen check [APP | --schema FILE --spec FILE] [--strict] [--format text|json]\n"
     "\n"
     "Checks a schema and a spec, each alone or against each other, and writes nothing.\n"
     "\n"
     "  APP            a template, an app's folder, or the path of an app.json\n"
     "  --schema FILE  a JSON schema\n"
     "  --spec FILE    an agent prompt\n"
     "  --strict       sentences that are not understood are errors\n"
     "  --format F     text (default, on standard error) or json (on standard output)\n"
     "  --dump FORM    print the ast or the model\n"},
    {"generate", "check the inputs and emit a server",
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
    {"read", "what the sentences of a prompt are read as",
     "APP schema spec write names strict format", run_read,
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
    {"new", "make an app from a prompt", "APP from schema out", run_new,
     "caregen new NAME --from PROMPT | --schema FILE [--out FOLDER]\n"
     "\n"
     "Makes an app from a prompt or a schema alone: inputs, sample data, hooks, the first "
     "migration.\n"
     "In caregen's own folder it is a template (make serve TEMPLATE=NAME), elsewhere a folder "
     "NAME\n"
     "with a Makefile and a CI script. What is not given is asked for on a terminal.\n"},
    {"diff", "say what changed since the last migration",
     "APP schema spec name access history format fail-on", run_diff,
     "caregen diff [APP | --schema FILE --spec FILE --history FOLDER] [--fail-on LIST]\n"
     "\n"
     "Says what changed since the last migration: whether rows bear it, whether clients of the\n"
     "older server do, and what opens to whom.\n"
     "\n"
     "  --fail-on LIST  exit 1 if anything opens, closes, breaks (clients) or loses (data)\n"
     "  --format F      text (default) or json\n"},
    {"migrate", "write the next migration",
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
    {"init", "a prompt to start from", "APP", run_init,
     "caregen init [FILE]\n"
     "\n"
     "Writes a prompt to start from, with comments, into a file that does not exist yet; prints "
     "it\n"
     "without a FILE.\n"},
    {"prompt", "how a prompt is written, for an AI that writes one", "", run_prompt,
     "caregen prompt\n"
     "\n"
     "Prints how a prompt is written, as instructions for an AI that writes one.\n"},
    {"diagnostics", "what the codes of diagnostics mean", "markdown", run_diagnostics,
     "caregen diagnostics --markdown\n"
     "\n"
     "Prints what each code of a diagnostic means.\n"},
    {"manual", "this program's manual page", "", run_manual,
     "caregen manual\n"
     "\n"
     "Prints a manual page, for man(1), of what is said here.\n"},
    {"completion", "what a shell completes command lines by", "APP", run_completion,
     "caregen completion bash|zsh|fish\n"
     "\n"
     "Prints the script by which a shell completes this program's commands and options.\n"},
    {NULL, NULL, NULL, NULL, NULL},
};
