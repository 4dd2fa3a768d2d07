/* file_sweep.c - see file_sweep.h. */
#include "program/file_sweep.h"

#include "accounts/erasure.h"
#include "base/log.h"
#include "files/file_record.h"
#include "files/file_store.h"
#include "formats/date.h"
#include "formats/json.h"
#include "guard/audit.h"
#include "program/background.h"
#include "program/own_write.h"
#include "write/file_holders.h"

#include <stdlib.h>

enum {
    SECOND = 1000,
    FIRST_PASS = 600 * SECOND, /* at the latest: many a server is started anew each day */
    CHANGES_AT_ONCE = 200      /* that the writer has in one request */
};

struct file_sweep {
    struct server *server;
    struct background background;
};

int64_t file_sweep_patience(const struct app *app, const struct options *options)
{
    if (options->orphan_seconds >= 0)
        return options->orphan_seconds * SECOND;
    return app->signs_file_urls ? (int64_t)DEFAULT_ORPHAN_SECONDS * SECOND : 0;
}

/* On the writer. */

/* What a request changes: of these files, the first `count`. */
struct changes {
    struct file_sweep *sweep;
    const struct held_file *files[CHANGES_AT_ONCE];
    size_t count;
    int64_t now;      /* when the search began */
    int64_t patience; /* ms */
    size_t swept;
};

static bool mark(struct request *request, struct text id, int64_t moment)
{
    return sql_run(&request->context,
                   request_statement(request,
                                     "UPDATE \"_File\" SET \"orphanSince\" = NULLIF(?2, 0) "
                                     "WHERE " FILE_RECORD_OF_ID,
                                     SQL_VALUES(sql_text(id), sql_int64(moment))));
}

static void drop(struct request *request, void *state)
{
    const struct held_file *file = state;

    (void)request;
    file_store_drop((struct text){file->id, FILE_ID_LENGTH});
}

static bool note(struct request *request, struct text name)
{
    struct buffer payload;

    buffer_init(&payload, request->context.arena, 128);
    buffer_add_string(&payload, "{\"file\":");
    json_write_string(&payload, file_record_id(name));
    buffer_add_string(&payload, ",\"reason\":\"orphaned\"}");
    return audit_note(request, "delete", text_of("_File"),
                      (struct text){name.bytes, FILE_ID_LENGTH}, buffer_text(&payload));
}

/* Takes the file away, unless something has named it since the search found nothing. */
static bool sweep_one(struct request *request, struct changes *changes, struct text id,
                      const struct held_file *file)
{
    struct text name;

    if (!sql_word(&request->context,
                  request_statement(
                      request,
                      "SELECT \"name\" FROM \"_File\" WHERE " FILE_RECORD_OF_ID
                      " AND \"orphanSince\" <= ?2",
                      SQL_VALUES(sql_text(id), sql_int64(changes->now - changes->patience))),
                  &name))
        return false;
    if (!name.bytes)
        return true;
    changes->swept++;
    return file_record_delete(request, name) && note(request, name) &&
           request_afterwards(request, drop, (void *)(uintptr_t)file);
}

static bool apply(struct request *request)
{
    struct changes *changes = request->state;

    for (size_t i = 0; i < changes->count; i++) {
        const struct held_file *file = changes->files[i];
        struct text id = {file->id, FILE_ID_LENGTH};
        bool done;
        if (file->is_held)
            done = mark(request, id, 0);
        else if (!file->orphan_since)
            done = mark(request, id, changes->now);
        else
            done = sweep_one(request, changes, id, file);
        if (!done)
            return false;
    }
    return true;
}

/* On the sweep's own thread. */

static bool goes_on(void *state)
{
    struct file_sweep *sweep = state;

    return background_goes_on(&sweep->background);
}

/* Has the changes carried out. */
static bool write_changes(struct file_sweep *sweep, struct changes *changes)
{
    bool done = changes->count == 0 || own_write(sweep->server, apply, changes);

    changes->count = 0;
    return done;
}

/* Users who erase themselves are many, and what is left of them is written over for all at once. */
static void finish_erasures(struct file_sweep *sweep)
{
    struct arena arena;
    struct context context = {.arena = &arena};
    bool due = false;

    arena_init(&arena);
    if (sql_exists(&context,
                   sql_statement(&context, sweep->background.store,
                                 "SELECT 1 FROM \"_Erased\" WHERE NOT \"isFinished\" LIMIT 1",
                                 NULL),
                   &due) &&
        due)
        (void)own_write(sweep->server, erasure_finish_all, NULL);
    arena_release(&arena);
}

static bool is_changed(const struct held_file *file, const struct changes *changes)
{
    if (file->is_held)
        return file->orphan_since != 0;
    return !file->orphan_since || file->orphan_since <= changes->now - changes->patience;
}

static bool change_all(struct file_sweep *sweep, struct changes *changes,
                       const struct held_file *files, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!is_changed(&files[i], changes))
            continue;
        changes->files[changes->count++] = &files[i];
        if (changes->count == CHANGES_AT_ONCE && !write_changes(sweep, changes))
            return false;
    }
    return write_changes(sweep, changes);
}

static bool take_files(void *state, struct held_file *files, size_t count, int64_t began)
{
    struct changes *changes = state;

    changes->now = began;
    return change_all(changes->sweep, changes, files, count);
}

static void pass_over_files(struct file_sweep *sweep)
{
    struct changes *changes = calloc(1, sizeof *changes);
    struct file_pass pass = {.app = sweep->server->app,
                             .store = sweep->background.store,
                             .goes_on = goes_on,
                             .goes_on_state = sweep,
                             .take = take_files,
                             .take_state = changes};
    bool done;

    if (changes) {
        changes->sweep = sweep;
        changes->patience = file_sweep_patience(sweep->server->app, &sweep->server->options);
    }
    done = changes && file_holders_pass(&pass);
    if (changes && changes->swept)
        log_info("%zu files that nothing named any more are gone", changes->swept);
    if (!done && goes_on(sweep))
        log_error("files that nothing names could not be looked for");
    free(changes);
}

/* Contents that have no row, and are of no upload that is under way: a crash has cut theirs off, or the
 * database beside them is an older copy. So from when that is first seen they wait as long as orphans do, for the
 * right one to be put back. What is under way is asked first, since it is over once the row is on disk. */
struct contents {
    struct file_sweep *sweep;
    struct context context;
    int64_t before; /* ms: those that are without a row since later stay */
};

/* False when that cannot be found out, or the sweep is to stop. */
static bool has_row(struct contents *contents, struct text id, bool *has)
{
    struct context *context = &contents->context;
    bool done = sql_exists(context,
                           sql_statement(context, contents->sweep->background.store,
                                         "SELECT 1 FROM \"_File\" WHERE " FILE_RECORD_OF_ID,
                                         SQL_VALUES(sql_text(id))),
                           has);

    arena_reset(context->arena);
    return done && goes_on(contents->sweep);
}

static bool look_at_contents(void *state, struct text id)
{
    struct contents *contents = state;
    bool is_under_way = file_store_is_under_way(id);
    bool is_named = true;
    int64_t since;

    if (!has_row(contents, id, &is_named))
        return false;
    if (is_named || is_under_way || !file_store_note_unnamed(id, &since) ||
        since > contents->before)
        return true;
    file_store_drop(id);
    file_store_forget_unnamed(id);
    log_info("the contents of an upload that was cut off are gone");
    return true;
}

/* What has a row again, or has gone, is not noted any more. */
static bool look_at_note(void *state, struct text id)
{
    bool is_named = true;

    if (!has_row(state, id, &is_named))
        return false;
    if (is_named || file_store_exists(id) == BLOB_MISSING)
        file_store_forget_unnamed(id);
    return true;
}

/* A copy of the database that was put back names what has been removed since. Contents are removed when their row is
 * gone for good, so one that is there came back. */
static bool look_at_removed(void *state, struct text id)
{
    bool is_named = false;

    if (!has_row(state, id, &is_named))
        return false;
    if (is_named)
        file_store_restore(id);
    return true;
}

/* Nobody can have such contents, whatever the app's URLs are. */
static int64_t contents_patience(const struct options *options)
{
    return options->orphan_seconds >= 0 ? options->orphan_seconds * SECOND
                                        : (int64_t)DEFAULT_ORPHAN_SECONDS * SECOND;
}

static void pass_over_contents(struct file_sweep *sweep)
{
    struct arena arena;
    int64_t patience = contents_patience(&sweep->server->options);
    struct contents contents = {
        .sweep = sweep, .context = {.arena = &arena}, .before = date_wall() - patience};

    arena_init(&arena);
    file_store_each_removed(look_at_removed, &contents);
    if (patience) {
        file_store_each_unnamed(look_at_note, &contents);
        (void)file_store_each(look_at_contents, &contents);
    }
    arena_release(&arena);
}

static void *sweep_forever(void *owner)
{
    struct file_sweep *sweep = owner;
    int64_t seconds = sweep->server->options.sweep_seconds;
    int64_t interval = (seconds > 0 ? seconds : 1) * SECOND;

    background_give_way();
    if (!background_rest(&sweep->background, interval < FIRST_PASS ? interval : FIRST_PASS))
        return NULL;
    do {
        file_store_clear_held();
        finish_erasures(sweep);
        if (file_sweep_patience(sweep->server->app, &sweep->server->options))
            pass_over_files(sweep);
        pass_over_contents(sweep);
    } while (background_rest(&sweep->background, interval));
    return NULL;
}

struct file_sweep *file_sweep_start(struct server *server)
{
    struct file_sweep *sweep = calloc(1, sizeof *sweep);
    const char *reason = "out of memory";

    if (sweep && background_open(&sweep->background, server->database_path, &reason)) {
        sweep->server = server;
        if (background_begin(&sweep->background, sweep_forever, sweep))
            return sweep;
        background_close(&sweep->background);
    }
    free(sweep);
    log_error("files that nothing names can't be looked for: %s", reason);
    return NULL;
}

void file_sweep_stop(struct file_sweep *sweep)
{
    if (!sweep)
        return;
    background_stop(&sweep->background);
    background_close(&sweep->background);
    free(sweep);
}
