/* follow_watch.c - see follow_watch.h. Contents of a file are in their place before the row that names them is
 * committed, and the system tells of them at once: so when a commit has been seen, what it names has been told. */
#include "program/follow_watch.h"

#include "base/log.h"
#include "base/wait.h"
#include "files/file_hold.h"
#include "formats/date.h"
#include "program/backup_folder.h"
#include "program/follow_format.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    PAUSE = 5000000, /* ns between two looks; an idle server is looked at less often */
    IDLE_PAUSE = 20000000,
    IDLE_LOOKS = 200,
    LOOKS_A_CHECK = 200, /* that the file is still the server's */
    MOST_UNSEEN = 400,   /* looks in a row that saw nothing: the log is opened anew */
    MEMORY = 64 << 20,   /* of what waits, at most */
    VIEW_ATTEMPTS = 2000,
    EVENTS = 16384
};

struct follow_watch {
    struct follow_watch_plan plan;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed; /* there are items */
    struct store_tail *tail;
    int files;
    int followed;
    int events;
    struct follow_item *first;
    struct follow_item **last;
    size_t memory; /* of items, until they are released */
    int64_t through;
    int64_t began; /* the look that is being read */
    int64_t at;
    struct audit_head audit;
    bool stopping;
    int looks;  /* in a row that found nothing */
    int unseen; /* in a row that failed */
    int checks;
};

/* Items. */

static struct follow_item *new_item(size_t length)
{
    struct follow_item *item = malloc(sizeof *item + length);

    if (item)
        *item = (struct follow_item){.record = {.length = length}};
    return item;
}

static void push(struct follow_watch *watch, struct follow_item *item)
{
    *watch->last = item;
    watch->last = &item->next;
    watch->memory += sizeof *item + (size_t)item->record.length;
    pthread_cond_broadcast(&watch->changed);
}

/* Contents are kept on: what waits may tell of some. */
static void let_log_go(struct follow_watch *watch)
{
    store_tail_close(watch->tail);
    watch->tail = NULL;
    if (watch->events >= 0)
        close(watch->events);
    watch->events = -1;
}

static void let_files_go(struct follow_watch *watch)
{
    if (watch->files >= 0)
        close(watch->files);
    if (watch->followed >= 0)
        close(watch->followed);
    watch->files = watch->followed = -1;
}

/* What is told last of a log. */
static void lose(struct follow_watch *watch, const char *why)
{
    struct follow_item *item = new_item(0);

    log_error("%s is not followed any more: %s; a new backup is begun", watch->plan.database, why);
    let_log_go(watch);
    if (!item)
        return;
    item->kind = ITEM_LOST;
    push(watch, item);
}

static bool tell_file(struct follow_watch *watch, const char *id)
{
    struct follow_item *item = new_item(FOLLOW_FILE_BYTES);

    if (!item)
        return false;
    item->record.kind = FOLLOW_FILE;
    item->record.unchanged = watch->through;
    item->record.began = watch->began;
    item->record.at = watch->at;
    memset(item->payload, 0, FOLLOW_FILE_BYTES);
    memcpy(item->payload, id, FILE_ID_LENGTH);
    push(watch, item);
    return true;
}

static bool is_id(const char *name)
{
    return strlen(name) == FILE_ID_LENGTH && strspn(name, "0123456789abcdef") == FILE_ID_LENGTH;
}

/* Contents that have come since this was asked last. */
static bool tell_files(struct follow_watch *watch)
{
    _Alignas(struct inotify_event) char bytes[EVENTS];
    ssize_t got;

    while ((got = read(watch->events, bytes, sizeof bytes)) > 0)
        for (char *at = bytes; at < bytes + got;) {
            const struct inotify_event *event = (const void *)at;
            at += sizeof *event + event->len;
            if (event->mask & IN_Q_OVERFLOW)
                return false;
            if (event->len && is_id(event->name) && !tell_file(watch, event->name))
                return false;
        }
    return got == 0 || errno == EAGAIN;
}

/* One piece of what the last look found; false when that fails. */
static bool read_piece(struct follow_watch *watch)
{
    struct follow_item *item = new_item(FOLLOW_PAYLOAD);
    struct follow_frames frames = {.audit = watch->audit};
    struct follow_item *smaller;
    ssize_t length;

    if (!item)
        return false;
    frames.first = store_tail_position(watch->tail)->frame + 1;
    memcpy(frames.salts, store_tail_position(watch->tail)->salts, TAIL_SALT_BYTES);
    frames.page_bytes = (uint32_t)(store_tail_frame_bytes(watch->tail) - TAIL_FRAME_HEAD);
    follow_frames_write(&frames, item->payload);
    length = store_tail_read(watch->tail, item->payload + FOLLOW_FRAMES_HEAD, FOLLOW_PIECE);
    if (length <= 0) {
        free(item);
        return false;
    }
    item->record = (struct follow_record){
        .kind = FOLLOW_FRAMES,
        .length = FOLLOW_FRAMES_HEAD + (uint64_t)length,
        .unchanged = watch->through,
        .began = watch->began,
        .at = watch->at,
        .is_cut = store_tail_is_read(watch->tail),
    };
    smaller = realloc(item, sizeof *item + (size_t)item->record.length);
    if (smaller)
        item = smaller;
    push(watch, item);
    return true;
}

/* Reads what the last look found, as far as there is room. */
static void read_pieces(struct follow_watch *watch)
{
    while (watch->tail && !store_tail_is_read(watch->tail)) {
        if (watch->memory > MEMORY) {
            store_tail_keeps_up(watch->tail, false);
            if (store_tail_log_bytes(watch->tail) > watch->plan.log_limit)
                lose(watch, "what was to be put away waits, and the log has become too large");
            return;
        }
        if (!read_piece(watch)) {
            lose(watch, "its log cannot be read");
            return;
        }
    }
    if (!watch->tail)
        return;
    store_tail_keeps_up(watch->tail, true);
    watch->through = watch->began;
    /* It is certainly in what is read next. */
    if (watch->plan.is_audited)
        (void)audit_head_read(watch->plan.data, &watch->audit);
}

/* One look. */
static void look(struct follow_watch *watch)
{
    int64_t began = date_now();

    if (!watch->tail)
        return;
    if (!store_tail_is_read(watch->tail)) {
        read_pieces(watch);
        return;
    }
    switch (store_tail_look(watch->tail)) {
    case TAIL_LOST:
        lose(watch, "its log is another one");
        return;
    case TAIL_UNSEEN:
        if (++watch->unseen > MOST_UNSEEN)
            lose(watch, "its log cannot be looked at");
        return;
    case TAIL_SAME:
        watch->unseen = 0;
        if (store_tail_is_read(watch->tail))
            watch->through = began;
        watch->looks++;
        return;
    case TAIL_MORE:
        break;
    }
    watch->looks = watch->unseen = 0;
    watch->began = began;
    watch->at = date_now();
    if (tell_files(watch))
        read_pieces(watch);
    else
        lose(watch, "files have come that nobody told of");
}

static void *watch_forever(void *argument)
{
    struct follow_watch *watch = argument;
    struct timespec pause = {0, PAUSE};

    for (;;) {
        pthread_mutex_lock(&watch->lock);
        if (watch->stopping) {
            pthread_mutex_unlock(&watch->lock);
            return NULL;
        }
        look(watch);
        if (watch->tail && ++watch->checks >= LOOKS_A_CHECK) {
            watch->checks = 0;
            if (!store_tail_is_current(watch->tail))
                lose(watch, "it is another file now");
        }
        pause.tv_nsec = watch->looks > IDLE_LOOKS ? IDLE_PAUSE : PAUSE;
        pthread_mutex_unlock(&watch->lock);
        nanosleep(&pause, NULL);
    }
}

struct follow_watch *follow_watch_start(const struct follow_watch_plan *plan)
{
    struct follow_watch *watch = calloc(1, sizeof *watch);

    if (!watch)
        return NULL;
    watch->plan = *plan;
    watch->last = &watch->first;
    watch->files = watch->followed = watch->events = -1;
    if (pthread_mutex_init(&watch->lock, NULL) != 0 || !wait_init(&watch->changed) ||
        pthread_create(&watch->thread, NULL, watch_forever, watch) != 0) {
        free(watch);
        return NULL;
    }
    return watch;
}

void follow_watch_stop(struct follow_watch *watch)
{
    if (!watch)
        return;
    pthread_mutex_lock(&watch->lock);
    watch->stopping = true;
    pthread_mutex_unlock(&watch->lock);
    pthread_join(watch->thread, NULL);
    let_log_go(watch);
    let_files_go(watch);
    follow_watch_release(watch, watch->first);
    pthread_cond_destroy(&watch->changed);
    pthread_mutex_destroy(&watch->lock);
    free(watch);
}

/* Beginning. */

/* Tells of those in DATA/files that have come lately, whose records may be missing, or are not in the folder `known`.
 * The machine's clock says when they came, and it may be behind. */
static bool tell_present(struct follow_watch *watch, int known)
{
    int64_t since = known >= 0 ? watch->through : watch->began;
    int64_t wall = date_wall();
    int64_t lately = (since < wall ? since : wall) - FOLLOW_RECENT;
    DIR *list = backup_folder_entries(watch->files);
    const struct dirent *entry;
    struct stat status;
    bool done = list != NULL;

    while (done && (entry = readdir(list))) {
        if (!is_id(entry->d_name) ||
            fstatat(watch->files, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        if ((int64_t)status.st_mtim.tv_sec * 1000 > lately ||
            (known >= 0 && faccessat(known, entry->d_name, F_OK, AT_SYMLINK_NOFOLLOW) != 0))
            done = tell_file(watch, entry->d_name);
    }
    if (list)
        closedir(list);
    return done;
}

static bool open_files(struct follow_watch *watch)
{
    int followed = file_hold_follow(watch->plan.data, watch->followed);
    int files = followed >= 0 ? openat(followed, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

    if (files < 0) {
        if (followed >= 0 && followed != watch->followed)
            close(followed);
        return false;
    }
    if (followed == watch->followed)
        watch->followed = -1;
    let_files_go(watch);
    watch->files = files;
    watch->followed = followed;
    watch->events = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (watch->events >= 0) {
        char path[64];
        snprintf(path, sizeof path, "/proc/self/fd/%d", watch->files);
        if (inotify_add_watch(watch->events, path, IN_MOVED_TO | IN_ONLYDIR) >= 0)
            return true;
        log_error("%s/files cannot be watched: %s", watch->plan.data, strerror(errno));
    }
    return false;
}

/* Opens all that is followed; files first, so that nothing comes unseen. */
static bool begin(struct follow_watch *watch)
{
    watch->began = watch->at = date_now();
    watch->unseen = 0;
    if (open_files(watch) && (watch->tail = store_tail_open(watch->plan.database)))
        return true;
    let_log_go(watch);
    return false;
}

bool follow_watch_resume(struct follow_watch *watch, const struct tail_position *position,
                         int64_t through, int files)
{
    bool done;

    pthread_mutex_lock(&watch->lock);
    watch->audit.number = 0;
    done = begin(watch) && store_tail_resume(watch->tail, position);
    if (done) {
        watch->through = through;
        done = tell_present(watch, files);
    }
    if (!done)
        let_log_go(watch);
    pthread_mutex_unlock(&watch->lock);
    return done;
}

/* Whether the view could be begun now. */
static bool view(struct follow_watch *watch, struct store_connection *connection, uint64_t backup)
{
    struct follow_item *item;
    int64_t began = date_now();

    look(watch);
    if (!watch->tail || !store_tail_share(watch->tail, connection))
        return false;
    item = new_item(0);
    if (!item)
        return false;
    item->kind = ITEM_BACKUP;
    item->backup = backup;
    item->position = *store_tail_position(watch->tail);
    item->record.began = began;
    item->record.at = date_now();
    push(watch, item);
    return true;
}

bool follow_watch_view(struct follow_watch *watch, struct store_connection *connection,
                       uint64_t backup)
{
    struct timespec pause = {0, PAUSE};
    bool done = false;

    pthread_mutex_lock(&watch->lock);
    if (!watch->tail) {
        watch->audit.number = 0;
        watch->through = 0;
        if (begin(watch) && !tell_present(watch, -1))
            let_log_go(watch);
    }
    for (int i = 0; watch->tail && !done && !watch->stopping && i < VIEW_ATTEMPTS; i++) {
        done = view(watch, connection, backup);
        if (done)
            break;
        pthread_mutex_unlock(&watch->lock);
        nanosleep(&pause, NULL);
        pthread_mutex_lock(&watch->lock);
    }
    pthread_mutex_unlock(&watch->lock);
    return done;
}

/* Taking. */

struct follow_item *follow_watch_take(struct follow_watch *watch, int64_t milliseconds,
                                      int64_t *through)
{
    struct timespec deadline = wait_deadline(milliseconds);
    struct follow_item *items;
    bool in_time = true;

    pthread_mutex_lock(&watch->lock);
    while (in_time && !watch->first)
        in_time = pthread_cond_timedwait(&watch->changed, &watch->lock, &deadline) == 0;
    items = watch->first;
    watch->first = NULL;
    watch->last = &watch->first;
    *through = watch->tail ? watch->through : 0;
    pthread_mutex_unlock(&watch->lock);
    return items;
}

void follow_watch_release(struct follow_watch *watch, struct follow_item *items)
{
    struct follow_item *item;

    pthread_mutex_lock(&watch->lock);
    while ((item = items)) {
        items = item->next;
        watch->memory -= sizeof *item + (size_t)item->record.length;
        free(item);
    }
    pthread_mutex_unlock(&watch->lock);
}

bool follow_watch_finish(struct follow_watch *watch)
{
    bool done;

    pthread_mutex_lock(&watch->lock);
    done = !watch->tail || store_tail_is_read(watch->tail);
    look(watch);
    done = !watch->tail || (done && !watch->unseen && store_tail_is_read(watch->tail));
    pthread_mutex_unlock(&watch->lock);
    return done;
}

void follow_watch_forget(struct follow_watch *watch)
{
    struct follow_item *items;

    pthread_mutex_lock(&watch->lock);
    let_log_go(watch);
    let_files_go(watch);
    items = watch->first;
    watch->first = NULL;
    watch->last = &watch->first;
    pthread_mutex_unlock(&watch->lock);
    follow_watch_release(watch, items);
}

void follow_watch_folders(struct follow_watch *watch, int *files, int *followed)
{
    pthread_mutex_lock(&watch->lock);
    *files = watch->files >= 0 ? fcntl(watch->files, F_DUPFD_CLOEXEC, 0) : -1;
    *followed = watch->followed >= 0 ? fcntl(watch->followed, F_DUPFD_CLOEXEC, 0) : -1;
    pthread_mutex_unlock(&watch->lock);
}
