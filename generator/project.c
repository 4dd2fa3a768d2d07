/* project.c - see project.h. */
#include "project.h"

#include "base/file.h"
#include "base/json.h"
#include "base/text_check.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

static const struct source *read_source(struct arena *arena, const char *path)
{
    char *bytes = NULL;
    size_t length = 0;
    if (!file_read(arena, path, &bytes, &length)) {
        cli_complain("cannot read '%s': %s", path, strerror(errno));
        return NULL;
    }
    struct source *source = arena_alloc(arena, sizeof *source);
    source_init(source, arena, path, bytes, length);
    return source;
}

/* Reads a file if there is a path. Returns false when it cannot be read. */
static bool read_if_named(struct arena *arena, const char *path, const struct source **source)
{
    *source = !path ? NULL : read_source(arena, path);
    return !path || *source;
}

/* A file that an app.json names: beside it, where it is there, else from the current folder, as the
 * templates have it. */
static const char *file_of_app(struct arena *arena, const char *app, const char *path)
{
    const char *slash = strrchr(app, '/');
    if (!slash || *path == '/' || strncmp(app, "./", (size_t)(slash - app) + 1) == 0)
        return path;
    const char *beside = arena_printf(arena, "%.*s/%s", (int)(slash - app), app, path);
    return access(beside, F_OK) == 0 ? beside : path;
}

/* Fills in what the flags left out. */
static void apply_app(struct cli_options *options, struct diag *diag, const struct source *source,
                      const struct json_value *app)
{
    const struct {
        const char *key;
        const char **option;
        bool is_file;
    } members[] = {{"name", &options->name, false},     {"title", &options->title, false},
                   {"schema", &options->schema, true},  {"spec", &options->spec, true},
                   {"access", &options->access, false}, {"sample", &options->sample, true},
                   {"hooks", &options->hooks, true}};
    for (const struct json_value *member = app->first; member; member = member->next) {
        size_t i = 0;
        while (i < sizeof members / sizeof members[0] && strcmp(members[i].key, member->key) != 0)
            i++;
        if (i == sizeof members / sizeof members[0]) {
            diag_report(diag, DIAG_UNKNOWN_ATTRIBUTE, json_key_span(source, member), member->key,
                        "the app");
        } else if (member->kind != JSON_STRING) {
            diag_report(diag, DIAG_WRONG_SHAPE, json_span(source, member),
                        arena_printf(diag->arena, "'%s'", member->key), "a string",
                        json_kind_name(member->kind));
        } else if (!*members[i].option) {
            *members[i].option = members[i].is_file
                                     ? file_of_app(diag->arena, source->name, member->text)
                                     : member->text;
        }
    }
}

const char *project_app_path(const char *app, struct arena *arena)
{
    if (!app || strstr(app, ".json"))
        return app;
    const char *within = arena_printf(arena, "%s/app.json", app);
    const char *template = arena_printf(arena, "templates/apps/%s/app.json", app);
    bool is_folder = strchr(app, '/') || (access(template, F_OK) != 0 && access(within, F_OK) == 0);
    return is_folder ? within : template;
}

static enum exit_status read_app(struct cli_options *options, struct diag *diag)
{
    const char *path = project_app_path(options->app, diag->arena);
    const struct source *source = read_source(diag->arena, path);
    if (!source)
        return EXIT_TROUBLE;
    const struct json_value *app = NULL;
    if (text_check(diag, source))
        app = json_parse(diag, source, text_start(source), source->length);
    if (!app)
        return EXIT_FAULT;
    if (app->kind != JSON_OBJECT) {
        diag_report(diag, DIAG_WRONG_SHAPE, json_span(source, app), "an app", "an object",
                    json_kind_name(app->kind));
        return EXIT_FAULT;
    }
    apply_app(options, diag, source, app);
    return EXIT_FINE;
}

/* A name goes into file names, C and a Makefile. */
static bool is_app_name(const char *name)
{
    enum { LONGEST = 60 };
    for (const char *c = name; *c != '\0'; c++)
        if (!isalnum((unsigned char)*c) && *c != '_' && *c != '-')
            return false;
    return isalpha((unsigned char)name[0]) && strlen(name) <= LONGEST;
}

static enum exit_status check_options(struct project *project, const struct cli_options *options)
{
    if (!options->schema && !options->spec) {
        cli_complain("there is nothing to read: name an APP, or give --schema or --spec");
        return EXIT_USAGE;
    }
    project->build.name = !options->name ? "app" : options->name;
    project->build.title = !options->title ? project->build.name : options->title;
    if (!is_app_name(project->build.name)) {
        cli_complain("'%s' cannot be a name: letters, digits, '_' and '-', a letter first",
                     project->build.name);
        return EXIT_USAGE;
    }
    bool is_public = options->access && strcmp(options->access, "public") == 0;
    if (options->access && !is_public && strcmp(options->access, "owner") != 0) {
        cli_complain("access is public or owner, not '%s'", options->access);
        return EXIT_USAGE;
    }
    project->build.access = is_public ? ACCESS_PUBLIC : ACCESS_OWNER;
    return EXIT_FINE;
}

/* "schemas/trial" of "schemas/trial/agent.md"; "." of a name alone. */
static const char *folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? arena_copy(arena, path, (size_t)(slash - path)) : ".";
}

enum exit_status project_open(struct project *project, struct diag *diag,
                              const struct cli_options *given)
{
    struct cli_options options = *given;
    *project = (struct project){0};
    if (options.app) {
        enum exit_status status = read_app(&options, diag);
        if (status != EXIT_FINE)
            return status;
    }
    enum exit_status status = check_options(project, &options);
    if (status != EXIT_FINE)
        return status;
    if (!read_if_named(diag->arena, options.schema, &project->schema) ||
        !read_if_named(diag->arena, options.spec, &project->spec) ||
        !read_if_named(diag->arena, options.sample, &project->sample) ||
        !read_if_named(diag->arena, options.hooks, &project->hooks))
        return EXIT_TROUBLE;
    const struct source *sample = project->sample;
    if (sample && text_check(diag, sample)) {
        (void)json_parse(diag, sample, text_start(sample), sample->length);
        project->build.sample_json = sample->bytes + text_start(sample);
    }
    if (project->hooks && text_check(diag, project->hooks))
        project->build.hooks_c = project->hooks->bytes;
    project->app = options.app;
    project->history = options.history;
    if (!project->history && options.app)
        project->history = folder_of(diag->arena, options.spec ? options.spec : options.schema);
    project->out = options.out;
    if (!project->out && options.name)
        project->out = arena_printf(diag->arena, "out/%s", options.name);
    return EXIT_FINE;
}
