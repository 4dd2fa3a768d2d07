/* evolve_commands.c - see evolve_commands.h. */
#include "evolve_commands.h"

#include "base/file.h"
#include "emit/manifest.h"
#include "evolve/access_difference.h"
#include "evolve/difference_text.h"
#include "evolve/openings.h"
#include "evolve/steps_sqlite.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* In an emitted tree: the model that it was emitted of. */
#define EMITTED_LOCK "schema.lock.json"

static const struct migration_file *last_file(const struct history *history)
{
    size_t count = history->files.count;
    return count == 0 ? NULL : history->files.items[count - 1];
}

static const char *last_name(const struct pipeline *pipeline)
{
    const struct migration_file *last = last_file(&pipeline->history);
    struct arena *arena = pipeline->diag.arena;
    return !last ? "0"
                 : arena_printf(arena, "%u (%s)", last->migration.number, last->migration.name);
}

bool check_migrated(struct pipeline *pipeline)
{
    struct differences differences;
    struct diag *diag = &pipeline->diag;
    if (!pipeline->history.lock)
        return true;
    differences_find(&differences, diag->arena, pipeline->history.lock->model, pipeline->model);
    if (!differences_change_tables(&differences))
        return true;
    diag_report(diag, DIAG_NOT_MIGRATED, (struct span){0}, last_name(pipeline));
    for (size_t i = 0; i < differences.list.count; i++) {
        const struct difference *difference = difference_at(&differences, i);
        if (difference->changes_tables)
            diag_note(diag, (struct span){0}, "%s (%s)", difference->text,
                      difference_safety_name(difference->safety));
    }
    diag_note(diag, (struct span){0}, "run `caregen migrate %s -m NAME` to write the migration",
              pipeline->project.app ? pipeline->project.app : "APP");
    return false;
}

/* What a tree holds that was emitted of a prompt without a history. */
static const char *emitted_lock_path(const struct pipeline *pipeline)
{
    const struct project *project = &pipeline->project;
    return !project->spec || project->history || !project->out
               ? NULL
               : arena_printf(pipeline->diag.arena, "%s/" EMITTED_LOCK, project->out);
}

/* The lock of the tree that is to be emitted anew; NULL where there is none that can be read. */
static const struct lock *emitted_lock(const struct pipeline *pipeline)
{
    struct arena *arena = pipeline->diag.arena;
    const char *path = emitted_lock_path(pipeline);
    struct source source;
    struct diag unheard;
    char *bytes;
    size_t length;
    if (!path || !file_read(arena, path, &bytes, &length))
        return NULL;
    source_init(&source, arena, path, bytes, length);
    diag_init(&unheard, arena, false);
    return lock_read(&unheard, &source);
}

void check_opened(struct pipeline *pipeline)
{
    struct diag *diag = &pipeline->diag;
    const struct lock *lock = pipeline->history.lock;
    const struct lock *emitted = lock ? NULL : emitted_lock(pipeline);
    if (lock)
        openings_report(diag, lock->model, pipeline->model,
                        arena_printf(diag->arena, "migration %s", last_name(pipeline)));
    else if (emitted)
        openings_report(diag, emitted->model, pipeline->model, "the last run");
}

void emit_lock(const struct pipeline *pipeline, struct output *output)
{
    if (emitted_lock_path(pipeline))
        lock_write(output_file(output, EMITTED_LOCK), pipeline->model, 0, "");
    output_end_emitter(output);
}

/* What every command about changes begins with; `warns`: it says what opens, and not on its own. */
static enum exit_status open_history(struct pipeline *pipeline, const struct cli_options *options,
                                     struct arena *arena, bool warns)
{
    enum exit_status status = pipeline_read(pipeline, options, arena);
    if (status != EXIT_FINE)
        return status;
    if (!pipeline->project.history) {
        cli_complain("there is no history: name an APP, or give --history FOLDER");
        return EXIT_USAGE;
    }
    struct cli_options plain = *options;
    plain.format = NULL; /* standard output is for the differences */
    status = pipeline_build(pipeline, options);
    if (warns && status == EXIT_FINE)
        check_opened(pipeline);
    return pipeline_show(&pipeline->diag, &plain, status);
}

/* Whether the differences have what --fail-on names. */
static bool fails_on(const struct cli_options *options, const struct differences *differences,
                     const struct access_differences *access)
{
    const char *what = options->fail_on ? options->fail_on : "";
    bool breaks = false;
    for (size_t i = 0; i < differences->list.count; i++)
        breaks = breaks || difference_at(differences, i)->is_breaking;
    return (strstr(what, "opens") && access->opened.count > 0) ||
           (strstr(what, "closes") && access->closed.count > 0) ||
           (strstr(what, "breaks") && breaks) ||
           (strstr(what, "loses") && differences_lose_data(differences));
}

static bool fail_on_is_known(const char *list)
{
    static const char *const words[] = {"opens", "closes", "breaks", "loses"};
    for (const char *at = list; at && *at; at += strcspn(at, ","), at += *at == ',') {
        size_t length = strcspn(at, ",");
        bool known = false;
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
            known = known || (strlen(words[i]) == length && strncmp(at, words[i], length) == 0);
        if (!known)
            return false;
    }
    return true;
}

enum exit_status run_diff(const struct cli_options *options, struct arena *arena)
{
    if (!fail_on_is_known(options->fail_on)) {
        cli_complain("--fail-on is a list of opens, closes, breaks and loses, not '%s'",
                     options->fail_on);
        return EXIT_USAGE;
    }
    struct pipeline pipeline;
    enum exit_status status = open_history(&pipeline, options, arena, false);
    if (status != EXIT_FINE)
        return status;
    struct buffer text;
    buffer_init(&text, arena);
    if (!pipeline.history.lock) {
        buffer_add_string(&text, "There is no migration yet: everything is new.\n");
        return pipeline_print(stdout, &text, EXIT_FINE);
    }
    struct differences differences;
    struct access_differences access;
    differences_find(&differences, arena, pipeline.history.lock->model, pipeline.model);
    access_differences_find(&access, arena, pipeline.history.lock->model, pipeline.model);
    if (options->format && strcmp(options->format, "json") == 0)
        differences_render_json(&text, &differences, &access);
    else
        differences_render(&text, &differences, &access, last_name(&pipeline));
    status = fails_on(options, &differences, &access) ? EXIT_FAULT : EXIT_FINE;
    return pipeline_print(stdout, &text, status);
}

/* Writes a file, or says why it could not be written. */
static bool write_file(struct arena *arena, const char *path, const char *bytes)
{
    if (file_replace(arena, path, bytes, strlen(bytes)))
        return true;
    cli_complain("cannot write '%s': %s", path, strerror(errno));
    return false;
}

static enum exit_status write_lock(const struct pipeline *pipeline, unsigned number,
                                   const char *last)
{
    struct arena *arena = pipeline->diag.arena;
    struct buffer lock;
    buffer_init(&lock, arena);
    lock_write(&lock, pipeline->model, number, last);
    const char *path = history_lock_path(arena, pipeline->history.folder);
    return write_file(arena, path, lock.bytes) ? EXIT_FINE : EXIT_TROUBLE;
}

/* Writes the migration of the number, then the lock. A run that ends in between leaves a migration
 * without its lock, which the next run says. */
static enum exit_status write_migration(const struct pipeline *pipeline, unsigned number,
                                        const char *name, const struct sql_statements *statements)
{
    struct arena *arena = pipeline->diag.arena;
    const struct migration_file *last = last_file(&pipeline->history);
    const char *folder = arena_printf(arena, "%s/migrations", pipeline->history.folder);
    const char *path = history_path(arena, pipeline->history.folder, number, name);
    const char *text = history_render(arena, number, name, last ? last->hash : "", statements);
    if (!history_reads_as(arena, text, statements)) {
        cli_complain("migrate: %s cannot be written: a name or a value in it ends a statement, or "
                     "begins a comment",
                     path);
        return EXIT_FAULT;
    }
    if (!file_make_folders(folder)) {
        cli_complain("cannot make '%s': %s", folder, strerror(errno));
        return EXIT_TROUBLE;
    }
    if (!write_file(arena, path, text))
        return EXIT_TROUBLE;
    enum exit_status status =
        write_lock(pipeline, number, manifest_hash(arena, text, strlen(text)));
    struct buffer said;
    buffer_init(&said, arena);
    buffer_printf(&said, "wrote %s and %s\n", path,
                  history_lock_path(arena, pipeline->history.folder));
    return status == EXIT_FINE ? pipeline_print(stdout, &said, status) : status;
}

enum exit_status write_first_migration(const struct pipeline *pipeline, const char *name)
{
    struct sql_statements statements = {.arena = pipeline->diag.arena};
    for (size_t i = 0; i < pipeline->model->class_count; i++)
        schema_sql_add_class(&statements, pipeline->model, pipeline->model->classes[i]);
    return write_migration(pipeline, 1, name, &statements);
}

/* What the differences ask of the user before a migration can be written. */
static enum exit_status refuse(const struct cli_options *options,
                               const struct differences *differences, const struct vector *problems)
{
    bool loses = differences_lose_data(differences) && !options->allow_data_loss;
    if (problems->count == 0 && !loses)
        return EXIT_FINE;
    for (size_t i = 0; i < problems->count; i++) {
        const struct difference *difference = problems->items[i];
        cli_complain("%s: %s", difference->text, difference->hint ? difference->hint : "");
    }
    for (size_t i = 0; loses && i < differences->list.count; i++) {
        const struct difference *difference = difference_at(differences, i);
        if (difference->safety != SAFETY_LOSES)
            continue;
        cli_complain("%s: what rows hold goes out of reach", difference->text);
        if (difference->hint)
            cli_complain("  %s", difference->hint);
    }
    if (loses)
        cli_complain("--allow-data-loss writes it all the same; what goes is kept under a retired "
                     "name until `caregen migrate --purge`");
    return EXIT_FAULT;
}

static enum exit_status say_no_migration(const struct pipeline *pipeline)
{
    struct buffer lock;
    struct buffer said;
    struct arena *arena = pipeline->diag.arena;
    buffer_init(&lock, arena);
    buffer_init(&said, arena);
    const struct lock *old = pipeline->history.lock;
    lock_write(&lock, pipeline->model, old->migration, old->last);
    bool is_same = lock.length == old->source->length &&
                   memcmp(lock.bytes, old->source->bytes, lock.length) == 0;
    enum exit_status status = is_same ? EXIT_FINE : write_lock(pipeline, old->migration, old->last);
    buffer_printf(&said, "%s\n",
                  is_same ? "Nothing has changed."
                          : "No table changes, so no migration is needed. The lock says what holds "
                            "now.");
    return status == EXIT_FINE ? pipeline_print(stdout, &said, status) : status;
}

/* Writes a migration that drops what earlier ones kept under retired names. */
static enum exit_status purge(const struct pipeline *pipeline, const struct cli_options *options,
                              const struct differences *differences)
{
    struct arena *arena = pipeline->diag.arena;
    struct sql_statements statements = {.arena = arena};
    if (differences_change_tables(differences)) {
        cli_complain("migrate --purge: the schema has changed, too; migrate that first");
        return EXIT_FAULT;
    }
    const struct vector *steps = steps_purge(arena, pipeline->model);
    if (steps->count == 0) {
        cli_complain("migrate --purge: nothing is kept");
        return EXIT_FAULT;
    }
    steps_to_sqlite(&statements, steps);
    return write_migration(pipeline, pipeline->history.lock->migration + 1,
                           options->message ? options->message : "purge", &statements);
}

/* From the lock to the model of now. */
static enum exit_status write_next(const struct pipeline *pipeline,
                                   const struct cli_options *options)
{
    struct arena *arena = pipeline->diag.arena;
    const struct lock *lock = pipeline->history.lock;
    struct differences differences;
    differences_find(&differences, arena, lock->model, pipeline->model);
    if (options->purge)
        return purge(pipeline, options, &differences);
    if (!differences_change_tables(&differences))
        return say_no_migration(pipeline);
    if (!options->message) {
        cli_complain("migrate: give it a name with -m NAME");
        return EXIT_USAGE;
    }
    struct step_options said = {.fill = options->fill, .using = options->using};
    struct vector problems = {0};
    unsigned number = lock->migration + 1;
    const struct vector *steps = steps_plan(&differences, number, &said, &problems);
    enum exit_status status = refuse(options, &differences, &problems);
    if (status != EXIT_FINE)
        return status;
    struct sql_statements statements = {.arena = arena};
    steps_to_sqlite(&statements, steps);
    steps_note(&differences, steps, number);
    return write_migration(pipeline, number, options->message, &statements);
}

/* The file that the lock's last migration is, and those before it, one after the other: what the side
 * whose lock it is has. NULL when the chain is broken, or there is no lock. */
static struct vector *kept_chain(const struct pipeline *pipeline)
{
    struct arena *arena = pipeline->diag.arena;
    const struct history *history = &pipeline->history;
    if (!history->lock)
        return NULL;
    struct vector *chain = arena_alloc(arena, sizeof *chain);
    const char *wanted = history->lock->last;
    for (unsigned number = history->lock->migration; number > 0; number--) {
        const struct migration_file *found = NULL;
        for (size_t i = 0; i < history->files.count; i++) {
            const struct migration_file *file = history->files.items[i];
            if (file->migration.number == number && strcmp(file->hash, wanted) == 0)
                found = file;
        }
        if (!found)
            return NULL;
        vector_add(chain, arena, (void *)(uintptr_t)found);
        wanted = found->after;
    }
    return chain;
}

static bool is_in(const struct vector *chain, const struct migration_file *file)
{
    for (size_t i = 0; i < chain->count; i++)
        if (chain->items[i] == file)
            return true;
    return false;
}

/* Deletes the files of the other side, but for one whose name the new migration has taken. */
static enum exit_status delete_others(const struct vector *others, const char *written)
{
    for (size_t i = 0; i < others->count; i++) {
        const struct migration_file *file = others->items[i];
        if ((!written || strcmp(file->path, written) != 0) && unlink(file->path) != 0) {
            cli_complain("cannot delete '%s': %s", file->path, strerror(errno));
            return EXIT_TROUBLE;
        }
    }
    return EXIT_FINE;
}

/* Brings two branches together: the side whose lock it is keeps its migrations, and one new migration
 * goes on from there to what the merged inputs say. The other side's files go. */
static enum exit_status rebase(struct pipeline *pipeline, const struct cli_options *options)
{
    struct arena *arena = pipeline->diag.arena;
    const struct vector *chain = kept_chain(pipeline);
    struct vector kept = {0};
    struct vector others = {0};
    if (!chain) {
        cli_complain(
            "migrate --rebase: there is no lock that belongs to one of the migrations; take "
            "the lock and the migrations of one side");
        return EXIT_FAULT;
    }
    for (size_t i = 0; i < pipeline->history.files.count; i++) {
        struct migration_file *file = pipeline->history.files.items[i];
        vector_add(is_in(chain, file) ? &kept : &others, arena, file);
    }
    if (others.count == 0) {
        cli_complain("migrate --rebase: the migrations follow from each other");
        return EXIT_FAULT;
    }
    pipeline->history.files = kept;
    const struct migration_file *first = others.items[0];
    struct cli_options named = *options;
    if (!named.message)
        named.message = first->migration.name;
    struct differences differences;
    const struct lock *lock = pipeline->history.lock;
    differences_find(&differences, arena, lock->model, pipeline->model);
    bool writes = named.purge || differences_change_tables(&differences);
    enum exit_status status = write_next(pipeline, &named);
    const char *written =
        history_path(arena, pipeline->history.folder, lock->migration + 1, named.message);
    return status == EXIT_FINE ? delete_others(&others, writes ? written : NULL) : status;
}

enum exit_status run_migrate(const struct cli_options *options, struct arena *arena)
{
    struct pipeline pipeline;
    if (options->message && !history_is_name(options->message)) {
        cli_complain("a migration is called with letters, digits and '_', not '%s'",
                     options->message);
        return EXIT_USAGE;
    }
    enum exit_status status = open_history(&pipeline, options, arena, true);
    if (status != EXIT_FINE)
        return status;
    if (options->rebase)
        return rebase(&pipeline, options);
    if (!pipeline.history.lock)
        return write_first_migration(&pipeline, options->message ? options->message : "initial");
    return write_next(&pipeline, options);
}
