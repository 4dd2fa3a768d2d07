/* follow.c - see follow.h. */
#include "program/follow.h"

#include "accounts/erased_list.h"
#include "base/log.h"
#include "base/wait.h"
#include "formats/date.h"
#include "program/data_folder.h"
#include "program/follow_bucket.h"
#include "program/follow_clearing.h"
#include "program/follow_making.h"
#include "program/follow_put.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    SECOND = 1000, /* ms */
    PAUSE = 100,   /* ms between two times that something is put on disk */
    NOTE = 300,    /* ms between two notes of how far it is, and where nothing has come: */
    NOTE_IDLE = SECOND,
    RETRY = SECOND,      /* after a failure */
    RETRY_BACKUP = 5000, /* after one of a backup */
    SAID_AGAIN = 60 * SECOND
};

struct follower {
    const struct app *app;
    const struct follow_order *order;
    struct arena arena;
    struct backup_folder folder;
    bool is_entered;
    bool was_entered;
    bool knows_end; /* of the log that the items follow */
    struct follow_watch *watch;
    struct follow_put put;
    struct follow_item *items; /* that are to be put away */
    int64_t through;           /* when all of them are */
    int64_t noted;             /* what the log says */
    struct follow_making making;
    int64_t made_at; /* by wait_clock(): when the last backup was begun */
    int64_t make_at; /* when the next one may be */
    int64_t noted_at;
    int64_t said_at; /* that something is amiss with the target */
    struct follow_clearing clearing;
    int64_t erased_size; /* bytes of the list of who is erased, as far as the target has it */
    struct follow_bucket *bucket;
};

/* The next backup. */

static void start_making(struct follower *follower)
{
    follower->made_at = wait_clock();
    if (!follow_making_start(&follower->making))
        follower->make_at = wait_clock() + RETRY_BACKUP;
}

/* Takes over what the thread has made. */
static void end_making(struct follower *follower, bool done)
{
    struct follow_put *put = &follower->put;

    follow_making_join(&follower->making);
    follower->make_at = 0;
    if (!done || !put->has_next) {
        follower->make_at = wait_clock() + RETRY_BACKUP;
        if (put->has_next)
            follow_log_close(&put->next);
        put->has_next = false;
        if (!put->has_current)
            log_error("%s is not followed yet: a backup to begin with could not be made",
                      follower->order->data);
        return;
    }
    if (put->has_current)
        follow_log_close(&put->current);
    put->current = put->next;
    put->has_current = !follower->making.is_broken;
    put->has_next = false;
    if (!put->has_current) {
        follow_log_close(&put->current);
        follower->make_at = wait_clock();
        return;
    }
    log_info("%s is followed into %s", follower->order->data, follower->order->path);
    follow_making_prune(&follower->making);
}

/* The target. */

/* Says what is amiss with it, now and then. */
static void complain(struct follower *follower, const char *what)
{
    int64_t now = wait_clock();

    if (follower->said_at && now < follower->said_at + SAID_AGAIN)
        return;
    log_error("%s %s; it is tried again each second", follower->order->path, what);
    follower->said_at = now;
}

static void leave_target(struct follower *follower)
{
    follow_put_close(&follower->put);
    backup_folder_close(&follower->folder);
    follower->is_entered = false;
}

/* Goes on with the last backup's log, where it is the one that items follow; or else from where it ends. */
static void go_on(struct follower *follower, const struct follow_end *known)
{
    const struct backup_folder *folder = &follower->folder;
    struct follow_put *put = &follower->put;
    struct tail_position position;
    struct follow_head head;
    int one =
        folder->count ? backup_folder_open_one(folder, folder->names[folder->count - 1].text) : -1;
    bool resumes = one >= 0 && follow_log_resume(&put->current, one, &position, &head);

    put->has_current = resumes;
    if (one >= 0)
        close(one);
    if (known && resumes && known->records == put->current.end.records &&
        memcmp(known->hash, put->current.end.hash, sizeof known->hash) == 0)
        return;
    follow_watch_forget(follower->watch);
    follow_watch_release(follower->watch, follower->items);
    follower->items = NULL;
    if (resumes &&
        follow_watch_resume(follower->watch, &position, head.through, follower->folder.files)) {
        follower->noted = follower->through = head.through;
        date_resume(head.through);
        follower->made_at = wait_clock();
        log_info("%s is followed into %s, from where it was left", follower->order->data,
                 follower->order->path);
        return;
    }
    follow_log_close(&put->current);
    put->has_current = false;
}

static bool enter_target(struct follower *follower)
{
    const struct follow_order *order = follower->order;
    struct follow_end known = follower->put.current.end;
    bool knows = follower->knows_end;

    if (follower->was_entered && !backup_folder_is_marked(&follower->arena, order->path)) {
        complain(follower, "is not there");
        arena_reset(&follower->arena);
        return false;
    }
    if (!backup_folder_enter(&follower->folder, &follower->arena, order->path, follower->app->name,
                             order->data)) {
        backup_folder_close(&follower->folder);
        arena_reset(&follower->arena);
        return false;
    }
    arena_reset(&follower->arena);
    backup_folder_share(&follower->folder);
    follower->is_entered = follower->was_entered = true;
    /* Times go on from there, whatever the clock says. */
    if (follower->folder.count)
        date_resume(backup_name_time(&follower->folder.names[follower->folder.count - 1]));
    follower->said_at = 0;
    go_on(follower, knows ? &known : NULL);
    return true;
}

/* What the thread was at comes to nothing. */
static void stop_making(struct follower *follower)
{
    enum making_state state = follow_making_state(&follower->making);

    if (state == MAKING_PRUNES || state == MAKING_PRUNED) {
        follow_making_join(&follower->making);
    } else if (state != MAKING_NONE) {
        follow_making_give_up(&follower->making);
        end_making(follower, false);
    }
}

/* After a failure, or now and then: whether it is still there. */
static bool check_target(struct follower *follower)
{
    const struct follow_put *put = &follower->put;

    if (backup_folder_is_there(&follower->folder) &&
        (!put->has_current || follow_log_is_there(&put->current)))
        return true;
    complain(follower, "is gone");
    follower->knows_end = put->has_current;
    stop_making(follower);
    leave_target(follower);
    return false;
}

/* Putting away. */

static void take_first(struct follower *follower)
{
    struct follow_item *item = follower->items;

    follower->items = item->next;
    item->next = NULL;
    follow_watch_release(follower->watch, item);
}

static void begin_backup(struct follower *follower)
{
    struct follow_making *making = &follower->making;
    unsigned char hash[FOLLOW_HASH_BYTES];
    bool begun;

    if (making->state == MAKING_NONE || follower->items->backup != making->number)
        return;
    begun = follow_put_begin(&follower->put, making->one, follower->items, hash);
    if (!begun)
        log_error("the log of a backup cannot be begun: %s", strerror(errno));
    follow_making_answer(making, begun, hash);
}

static void end_logs(struct follower *follower)
{
    struct follow_put *put = &follower->put;

    if (put->has_current)
        follow_log_close(&put->current);
    put->has_current = false;
    follower->making.is_broken = true;
    follower->make_at = wait_clock();
}

/* The hash that the log of a new backup begins with is told before anything else gets into it. */
static void put_one(struct follower *follower)
{
    if (follower->items->kind == ITEM_BACKUP)
        begin_backup(follower);
    else
        end_logs(follower);
    take_first(follower);
}

/* False when the target fails. */
static bool put_away(struct follower *follower)
{
    bool failed = false;

    while (follower->items && !failed) {
        struct follow_item *first = follower->items;
        struct follow_item *end = follow_put_records(&follower->put, first, &failed);
        if (failed)
            break;
        if (end == first) {
            put_one(follower);
            continue;
        }
        while (follower->items != end)
            take_first(follower);
    }
    return !failed;
}

static bool note(struct follower *follower)
{
    const struct follow_put *put = &follower->put;

    if (follower->items || follower->through <= follower->noted)
        return true;
    if ((put->has_current && !follow_log_note(&put->current, follower->through)) ||
        (put->has_next && !follow_log_note(&put->next, follower->through)))
        return false;
    follower->noted = follower->through;
    follower->noted_at = wait_clock();
    return true;
}

/* All of it. */

/* Takes what has come, behind what waits still. */
static void take(struct follower *follower, int64_t milliseconds)
{
    struct follow_item **last = &follower->items;
    int64_t through;

    while (*last)
        last = &(*last)->next;
    *last = follow_watch_take(follower->watch, milliseconds, &through);
    if (through)
        follower->through = through;
}

static void see_to_making(struct follower *follower)
{
    int64_t now = wait_clock();

    switch (follow_making_state(&follower->making)) {
    case MAKING_RUNS:
    case MAKING_PRUNES:
        return;
    case MAKING_PRUNED:
        follow_making_join(&follower->making);
        return;
    case MAKING_DONE:
    case MAKING_FAILED:
        end_making(follower, follower->making.state == MAKING_DONE);
        return;
    case MAKING_NONE:
        break;
    }
    if (now >= follower->make_at &&
        (!follower->put.has_current ||
         now >= follower->made_at + follower->order->every_seconds * SECOND ||
         !follow_making_knows_bucket(&follower->making)))
        start_making(follower);
}

/* Who is erased, whenever more are. What cannot be written is, the next time. */
static void note_erased(struct follower *follower)
{
    struct arena arena;
    struct stat status;
    const char *path;

    arena_init(&arena);
    path = arena_printf(&arena, "%s/" ERASED_LIST, follower->order->data).bytes;
    if (path && stat(path, &status) == 0 && status.st_size != follower->erased_size &&
        erased_list_merge(&arena, follower->order->data, follower->order->path))
        follower->erased_size = status.st_size;
    arena_release(&arena);
}

static void work(struct follower *follower)
{
    bool had_items;
    int64_t now;

    take(follower, follower->items ? 0 : PAUSE);
    had_items = follower->items != NULL;
    if (!put_away(follower)) {
        complain(follower, strerror(errno));
        if (check_target(follower))
            usleep(RETRY * 1000);
        return;
    }
    if (follower->put.has_current && atomic_exchange(&follower->put.turn, false))
        (void)follow_log_turn(&follower->put.current, true);
    now = wait_clock();
    if (now >= follower->noted_at + (had_items ? NOTE : NOTE_IDLE) &&
        (!check_target(follower) || !note(follower))) {
        complain(follower, strerror(errno));
        return;
    }
    if (had_items) {
        follower->said_at = 0;
        note_erased(follower);
    }
    follow_clear(&follower->clearing, follower->watch, follower->through);
    see_to_making(follower);
    usleep(PAUSE * 1000);
}

static bool is_told_to_end(void)
{
    const struct timespec none = {0, 0};
    sigset_t signals;

    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    return sigtimedwait(&signals, NULL, &none) > 0;
}

/* What was answered until now. */
static void finish(struct follower *follower)
{
    bool all = false;
    bool done = true;

    /* What stands in the target's place now is not the target. */
    if (!follower->is_entered)
        return;
    while (done && !all) {
        all = follow_watch_finish(follower->watch);
        take(follower, 0);
        done = put_away(follower) && note(follower);
    }
    note_erased(follower);
    if (!done)
        log_error("what came last is not in %s: %s", follower->order->path, strerror(errno));
}

static bool start_bucket(struct follower *follower)
{
    const struct follow_bucket_plan plan = {.app = follower->app,
                                            .words = follower->order->bucket,
                                            .path = follower->order->path,
                                            .seconds = follower->order->bucket_seconds,
                                            .turn = &follower->put.turn};

    if (!plan.words)
        return true;
    follower->bucket = follow_bucket_start(&plan);
    return follower->bucket != NULL;
}

static bool run(struct follower *follower)
{
    if (!enter_target(follower) || !start_bucket(follower))
        return false;
    while (!is_told_to_end())
        if (follower->is_entered || enter_target(follower))
            work(follower);
        else
            usleep(RETRY * 1000);
    finish(follower);
    follow_bucket_stop(follower->bucket);
    /* A backup that is being made is left unfinished; its thread ends with the process. */
    if (follower->making.state == MAKING_NONE) {
        follow_watch_stop(follower->watch);
        leave_target(follower);
    }
    return true;
}

static void block_signals(void)
{
    sigset_t signals;

    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
}

bool follow(const struct app *app, const struct follow_order *order)
{
    static struct follower follower;
    struct follow_watch_plan plan = {
        .data = order->data, .is_audited = app->is_audited, .log_limit = order->log_limit};
    struct arena names;

    follower = (struct follower){.app = app, .order = order};
    block_signals();
    arena_init(&names);
    arena_init(&follower.arena);
    plan.database = data_folder_database(&names, order->data, app->name);
    follower.put.folder = &follower.folder;
    if (plan.database && follow_clearing_new(&follower.clearing))
        follower.watch = follower.put.watch = follow_watch_start(&plan);
    follower.making = (struct follow_making){
        .app = app, .order = order, .folder = &follower.folder, .watch = follower.watch};
    return follower.watch && follow_making_open(&follower.making) && run(&follower);
}
