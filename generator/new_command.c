/* new_command.c - see new_command.h. */
#include "new_command.h"

#include "base/file.h"
#include "emit/sample.h"
#include "emit/template.h"
#include "evolve_commands.h"
#include "pipeline.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where the parts of an app go. */
struct places {
    const char *app;    /* the folder of app.json, sample.json and hooks.c */
    const char *inputs; /* the folder of the prompt or schema, the lock and the migrations */
    const char *prefix; /* what app.json's paths of the first begin with, and of the second */
    const char *input_prefix;
    bool is_own; /* a repository of its own */
};

/* A line from the terminal, without its end; NULL at the end of input. */
static const char *ask(struct arena *arena, const char *question)
{
    char line[1024];
    fputs(question, stderr);
    fflush(stderr);
    if (!fgets(line, sizeof line, stdin))
        return NULL;
    line[strcspn(line, "\n")] = '\0';
    return *line ? arena_strdup(arena, line) : NULL;
}

/* Fills in what was not given, by asking. False when it is missing. */
static bool complete(struct cli_options *options, struct arena *arena)
{
    bool asks = isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
    if (!options->app && asks)
        options->app = ask(arena, "What is it to be called (letters, digits, '_', '-')? ");
    if (!options->from && !options->schema && asks)
        options->from = ask(arena, "Which file has the prompt? ");
    if (!options->app)
        cli_complain("new: which NAME? See caregen new --help");
    else if (!options->from && !options->schema)
        cli_complain("new: from what? Give --from PROMPT or --schema FILE");
    return options->app && (options->from || options->schema);
}

static struct places find_places(const struct cli_options *options, struct arena *arena)
{
    const char *name = options->app;
    if (!options->out && file_exists("templates/apps") && file_exists("schemas"))
        return (struct places){.app = arena_printf(arena, "templates/apps/%s", name),
                               .inputs = arena_printf(arena, "schemas/%s", name),
                               .prefix = arena_printf(arena, "templates/apps/%s/", name),
                               .input_prefix = arena_printf(arena, "schemas/%s/", name)};
    const char *folder = options->out ? options->out : name;
    return (struct places){
        .app = folder, .inputs = folder, .prefix = "", .input_prefix = "", .is_own = true};
}

static bool put(struct arena *arena, const char *folder, const char *name, const char *bytes,
                size_t length)
{
    const char *path = arena_printf(arena, "%s/%s", folder, name);
    if (file_make_folders(folder) && file_replace(arena, path, bytes, length))
        return true;
    cli_complain("cannot write '%s': %s", path, strerror(errno));
    return false;
}

static bool put_template(struct arena *arena, const struct places *places, const char *name,
                         const char *template, const struct hole *holes, size_t count)
{
    struct buffer text;
    buffer_init(&text, arena);
    template_add(&text, template, holes, count);
    return put(arena, places->app, name, text.bytes, text.length);
}

/* app.json: what the app is made of. */
static bool put_app(struct arena *arena, const struct places *places, const char *name,
                    const char *kind, const char *input)
{
    struct buffer text;
    buffer_init(&text, arena);
    buffer_printf(&text,
                  "{\n  \"name\": \"%s\",\n  \"title\": \"%s\",\n  \"%s\": \"%s%s\",\n"
                  "  \"access\": \"owner\",\n  \"sample\": \"%ssample.json\",\n"
                  "  \"hooks\": \"%shooks.c\"\n}\n",
                  name, name, kind, places->input_prefix, input, places->prefix, places->prefix);
    return put(arena, places->app, "app.json", text.bytes, text.length);
}

static bool put_all(struct pipeline *pipeline, const struct places *places, const char *name)
{
    struct arena *arena = pipeline->diag.arena;
    const struct project *project = &pipeline->project;
    const struct source *source = project->spec ? project->spec : project->schema;
    const char *input = project->spec ? "agent.md" : "schema.json";
    const struct hole holes[] = {{"NAME", name}, {"INPUT", input}};
    enum { COUNT = sizeof holes / sizeof holes[0] };
    struct buffer sample;
    buffer_init(&sample, arena);
    sample_write(&sample, pipeline->model);
    if (!put(arena, places->inputs, input, source->bytes, source->length) ||
        !put_app(arena, places, name, project->spec ? "spec" : "schema", input) ||
        !put(arena, places->app, "sample.json", sample.bytes, sample.length) ||
        !put_template(arena, places, "hooks.c", "new_hooks.c", holes, COUNT))
        return false;
    if (!places->is_own)
        return true;
    const char *script = arena_printf(arena, "%s/ci.sh", places->app);
    return put_template(arena, places, "Makefile", "new_makefile", holes, COUNT) &&
           put_template(arena, places, "README.md", "new_readme.md", holes, COUNT) &&
           put_template(arena, places, ".gitignore", "new_gitignore", holes, COUNT) &&
           put_template(arena, places, "ci.sh", "new_ci.sh", holes, COUNT) &&
           chmod(script, 0755) == 0;
}

enum exit_status run_new(const struct cli_options *given, struct arena *arena)
{
    struct cli_options options = *given;
    if (!complete(&options, arena))
        return EXIT_USAGE;
    struct places places = find_places(&options, arena);
    if (file_exists(places.app) || file_exists(places.inputs)) {
        cli_complain("new: '%s' is there already",
                     file_exists(places.app) ? places.app : places.inputs);
        return EXIT_FAULT;
    }
    struct cli_options inputs = {
        .spec = options.from, .schema = options.schema, .name = options.app};
    struct pipeline pipeline;
    enum exit_status status = pipeline_read(&pipeline, &inputs, arena);
    if (status != EXIT_FINE)
        return status;
    status = pipeline_show(&pipeline.diag, &inputs, pipeline_build(&pipeline, &inputs));
    if (status != EXIT_FINE)
        return status;
    if (!put_all(&pipeline, &places, options.app))
        return EXIT_TROUBLE;
    pipeline.history.folder = places.inputs;
    status = write_first_migration(&pipeline, "initial");
    struct buffer said;
    buffer_init(&said, arena);
    buffer_printf(&said,
                  places.is_own ? "%s is there: cd %s && make serve\n"
                                : "%s is there: make serve TEMPLATE=%s\n",
                  places.app, places.is_own ? places.app : options.app);
    return status == EXIT_FINE ? pipeline_print(stdout, &said, status) : status;
}
