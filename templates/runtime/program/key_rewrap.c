/* key_rewrap.c - see key_rewrap.h. */
#include "program/key_rewrap.h"

#include "base/log.h"
#include "files/file_contents.h"
#include "formats/date.h"
#include "guard/audit.h"
#include "program/background.h"
#include "program/key_rings.h"
#include "program/key_source.h"
#include "program/own_write.h"
#include "write/data_keys.h"
#include "write/sealed_places.h"

#include <sodium.h>
#include <stdlib.h>

enum {
    ROWS_AT_ONCE = 200, /* that the writer has in one request: some ms */
    FILES_AT_ONCE = 50, /* whose beginnings are read before */
    AGAIN = 60000       /* ms: when something failed */
};

struct key_rewrap {
    struct server *server;
    struct background background;
    struct key_list outer; /* what the source has said, for the writer */
    int64_t moved;         /* of this pass, as is what follows */
    int64_t unreadable;
};

/* Has the writer execute it, and waits until that is on disk; false when it is not, or the server stops. */
static bool write_by(struct key_rewrap *rewrap, bool (*execute)(struct request *request),
                     void *state)
{
    return background_goes_on(&rewrap->background) && own_write(rewrap->server, execute, state);
}

/* Values. */

struct step {
    const struct sealed_place *place;
    struct sealed_walk walk;
    struct arena *kept;
};

static bool move_rows(struct request *request)
{
    struct step *step = request->state;

    return sealed_places_move(&request->context, request->store, step->place, ROWS_AT_ONCE,
                              step->kept, &step->walk);
}

static bool move_place(struct key_rewrap *rewrap, const struct sealed_place *place)
{
    struct arena arena;
    struct step step = {.place = place, .kept = &arena};
    bool done = true;

    arena_init(&arena);
    while (done && !step.walk.is_done)
        done = write_by(rewrap, move_rows, &step);
    arena_release(&arena);
    rewrap->moved += step.walk.moved;
    rewrap->unreadable += step.walk.unreadable;
    return done;
}

/* Files that an earlier version kept: their rows get a key. */

struct old_files {
    struct file_record records[FILES_AT_ONCE];
    bool has_key[FILES_AT_ONCE];
    int count;
};

static bool give_keys(struct request *request)
{
    const struct old_files *files = request->state;

    for (int i = 0; i < files->count; i++)
        if (files->has_key[i] && !file_record_set_key(request, &files->records[i]))
            return false;
    return true;
}

/* The next files without a key, whose names follow `after`. */
static bool find_old_files(struct key_rewrap *rewrap, struct context *context, struct text after,
                           struct old_files *files)
{
    struct store_statement *rows = sql_statement(
        context, rewrap->background.store,
        "SELECT \"name\", \"size\" FROM \"_File\" WHERE \"contentsKey\" IS NULL AND \"name\" > ?1 "
        "ORDER BY \"name\" LIMIT ?2",
        SQL_VALUES(sql_text(after), sql_int64(FILES_AT_ONCE)));
    bool found = true;
    bool done = true;

    for (files->count = 0;
         files->count < FILES_AT_ONCE && (done = sql_next(context, rows, &found)) && found;
         files->count++)
        files->records[files->count] =
            (struct file_record){.name = arena_copy(context->arena, store_column_text(rows, 0)),
                                 .size = store_column_int64(rows, 1)};
    store_release(rows);
    return done && !context->arena->failed;
}

static bool move_files(struct key_rewrap *rewrap, struct old_files *files)
{
    char after[KEY_RING_TEXT_LIMIT] = "";
    struct arena arena;
    bool done = true;

    arena_init(&arena);
    do {
        struct context context = {.arena = &arena};
        struct text last;
        done = find_old_files(rewrap, &context, text_of(after), files);
        for (int i = 0; done && i < files->count; i++) {
            files->has_key[i] = file_contents_find_key(&files->records[i], files->records[i].key);
            rewrap->moved += files->has_key[i];
            rewrap->unreadable += !files->has_key[i];
        }
        done = done && (!files->count || write_by(rewrap, give_keys, files));
        last = files->count ? files->records[files->count - 1].name : text_none();
        if (last.length < sizeof after)
            snprintf(after, sizeof after, "%.*s", TEXT_PRINTED(last));
        sodium_memzero(files->records, sizeof files->records);
        arena_reset(&arena);
    } while (done && files->count == FILES_AT_ONCE);
    arena_release(&arena);
    return done;
}

/* A pass. */

/* What one ring's older keys are needed for. */
struct needs {
    struct key_list ring;
    struct sealed_count counts[KEY_RING_LIMIT];
    struct data_keys known;
};

static bool read_keys(struct key_rewrap *rewrap, struct context *context, enum key_purpose purpose,
                      struct needs *needs)
{
    key_ring_list(purpose, &needs->ring);
    return data_keys_read(context, rewrap->background.store, purpose, &needs->known);
}

static bool read_needs(struct key_rewrap *rewrap, struct context *context,
                       const struct sealed_place *places, enum key_purpose purpose,
                       struct needs *needs)
{
    return read_keys(rewrap, context, purpose, needs) &&
           sealed_places_count(context, rewrap->background.store, places, purpose, &needs->ring,
                               needs->counts);
}

static bool has_to_move(const struct needs *needs)
{
    bool moves = false;

    for (size_t i = 1; i < needs->ring.count; i++)
        moves = moves || needs->counts[i].needed > needs->counts[i].fixed;
    return moves;
}

static bool is_idle(const struct needs *needs, size_t i)
{
    const struct data_key *known = data_keys_find(&needs->known, needs->ring.keys[i].fingerprint);

    return !known || known->idle_at;
}

static bool note_idle(struct request *request)
{
    const struct needs *needs = request->state;

    for (size_t i = 1; i < needs->ring.count; i++)
        if (!needs->counts[i].needed && !is_idle(needs, i) &&
            !data_keys_note_idle(&request->context, request->store, needs->ring.keys[i].fingerprint,
                                 date_now()))
            return false;
    return true;
}

/* Only a ring with an older key that the data may need has anything to do. */
static bool is_open(const struct needs *needs)
{
    bool open = false;

    for (size_t i = 1; i < needs->ring.count; i++)
        open = open || !is_idle(needs, i);
    return open;
}

static bool move_ring(struct key_rewrap *rewrap, const struct sealed_place *places,
                      enum key_purpose purpose)
{
    struct old_files *files = purpose == KEY_FILE ? calloc(1, sizeof *files) : NULL;
    bool done = purpose != KEY_FILE || (files && move_files(rewrap, files));

    free(files);
    for (; done && places; places = places->next)
        if (places->purpose == purpose && places->owner)
            done = move_place(rewrap, places);
    return done;
}

static bool pass_over_ring(struct key_rewrap *rewrap, struct context *context,
                           enum key_purpose purpose, struct needs *needs)
{
    const struct sealed_place *places;

    if (!read_keys(rewrap, context, purpose, needs))
        return false;
    if (!is_open(needs))
        return true;
    if (!sealed_places_list(context, rewrap->server->app, rewrap->background.store, &places) ||
        !read_needs(rewrap, context, places, purpose, needs))
        return false;
    if (has_to_move(needs) && (!move_ring(rewrap, places, purpose) ||
                               !read_needs(rewrap, context, places, purpose, needs)))
        return false;
    return write_by(rewrap, note_idle, needs);
}

static bool pass(struct key_rewrap *rewrap)
{
    struct needs *needs = calloc(1, sizeof *needs);
    struct arena arena;
    struct context context = {.arena = &arena};
    bool done = needs != NULL;

    arena_init(&arena);
    rewrap->moved = rewrap->unreadable = 0;
    for (int i = 0; done && i < KEY_OUTER; i++)
        done = !key_rings_has(rewrap->server->app, (enum key_purpose)i) ||
               pass_over_ring(rewrap, &context, (enum key_purpose)i, needs);
    arena_release(&arena);
    if (needs)
        sodium_memzero(needs, sizeof *needs);
    free(needs);
    if (rewrap->moved)
        log_info("%lld values are sealed by the newest keys", (long long)rewrap->moved);
    if (rewrap->unreadable)
        log_error("%lld values cannot be opened, and stay under older keys",
                  (long long)rewrap->unreadable);
    if (!done && background_goes_on(&rewrap->background))
        log_error("what is under older keys could not be sealed anew: it is tried again");
    return done;
}

/* The thread. */

static void *rewrap_forever(void *owner)
{
    struct key_rewrap *rewrap = owner;
    bool done = true;

    background_give_way();
    while (background_rest(&rewrap->background, done ? 0 : AGAIN)) {
        done = pass(rewrap);
        pthread_mutex_lock(&rewrap->background.lock);
        if (!rewrap->background.is_asked)
            atomic_store(&rewrap->server->rewrapping, false);
        pthread_mutex_unlock(&rewrap->background.lock);
    }
    return NULL;
}

/* What requests about keys want of it. */

static void ask(const struct server *server)
{
    struct key_rewrap *rewrap = server->key_rewrap;

    pthread_mutex_lock(&rewrap->background.lock);
    rewrap->background.is_asked = true;
    atomic_store(&rewrap->server->rewrapping, true);
    pthread_cond_broadcast(&rewrap->background.changed);
    pthread_mutex_unlock(&rewrap->background.lock);
}

static bool ask_source(const struct server *server)
{
    struct key_list list;
    bool done = key_source_read(&server->options, &list);

    if (done) {
        pthread_mutex_lock(&server->key_rewrap->background.lock);
        server->key_rewrap->outer = list;
        pthread_mutex_unlock(&server->key_rewrap->background.lock);
    }
    key_list_wipe(&list);
    return done;
}

static bool wrap(const struct server *server)
{
    struct key_list list;
    bool done;

    pthread_mutex_lock(&server->key_rewrap->background.lock);
    list = server->key_rewrap->outer;
    key_list_wipe(&server->key_rewrap->outer);
    pthread_mutex_unlock(&server->key_rewrap->background.lock);
    /* Empty, when another request has had it done a moment ago. */
    done = !list.count || key_rings_wrap(&server->options, server->app, &list);
    key_list_wipe(&list);
    return done;
}

void key_rewrap_free(struct key_rewrap *rewrap)
{
    if (!rewrap)
        return;
    background_close(&rewrap->background);
    free(rewrap);
}

bool key_rewrap_start(struct server *server)
{
    struct key_rewrap *rewrap = calloc(1, sizeof *rewrap);
    const char *reason = "out of memory";

    if (!rewrap || !background_open(&rewrap->background, server->database_path, &reason)) {
        free(rewrap);
        log_error("keys cannot be looked after: %s", reason);
        return false;
    }
    rewrap->server = server;
    rewrap->background.is_asked = !server->is_alone;
    atomic_store(&server->rewrapping, rewrap->background.is_asked);
    if (!background_begin(&rewrap->background, rewrap_forever, rewrap)) {
        log_error("keys cannot be looked after: a thread cannot be started");
        key_rewrap_free(rewrap);
        return false;
    }
    server->key_rewrap = rewrap;
    server->keys_changed = ask;
    server->keys_ask = ask_source;
    server->keys_rewrap = wrap;
    return true;
}

void key_rewrap_stop(struct key_rewrap *rewrap)
{
    if (rewrap)
        background_stop(&rewrap->background);
}
