/* follow_put.c - see follow_put.h. */
#include "program/follow_put.h"

#include "base/log.h"
#include "files/file_hold.h"
#include "program/follow_format.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    RUN_BYTES = 16 << 20, /* that are put on disk at once */
    FIRST_RECENT = 64,
    MOST_RECENT = 100000
};

/* The contents in DATA/files, or where they were moved to; -1, with ENOENT only when they are in neither. */
static int open_contents(const struct follow_put *put, const char *id)
{
    int files;
    int followed;
    int file;
    int reason;

    follow_watch_folders(put->watch, &files, &followed);
    file = openat(files, id, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (file < 0 && errno == ENOENT)
        file = openat(followed, id, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    reason = errno;
    if (files >= 0)
        close(files);
    if (followed >= 0)
        close(followed);
    errno = reason;
    return file;
}

static void forget_first(struct follow_recent *recent, size_t count)
{
    recent->count -= count;
    memmove(recent->files, recent->files + count, recent->count * sizeof *recent->files);
}

/* The older half goes when there are too many. */
static bool remember(struct follow_recent *recent, const struct follow_file *file, int64_t at)
{
    if (recent->count == MOST_RECENT)
        forget_first(recent, recent->count / 2);
    if (recent->count == recent->capacity) {
        size_t larger = recent->capacity ? recent->capacity * 2 : FIRST_RECENT;
        void *moved = realloc(recent->files, larger * sizeof *recent->files);
        if (!moved)
            return false;
        recent->files = moved;
        recent->capacity = larger;
    }
    recent->files[recent->count++] = (struct follow_recent_file){*file, at};
    return true;
}

static bool is_empty_file(const struct follow_item *item)
{
    struct follow_file file;

    return item->record.kind == FOLLOW_FILE &&
           follow_file_read(&file, item->payload, item->record.length) && file.digest.size == 0;
}

/* Copies the contents, and fills in what they come to. An upload that was given up is gone: its record has no size. */
static bool put_file(struct follow_put *put, struct follow_item *item)
{
    struct follow_file file;
    int contents;
    bool done;

    if (!follow_file_read(&file, item->payload, item->record.length) || file.digest.size)
        return true;
    contents = open_contents(put, file.id);
    if (contents < 0)
        return errno == ENOENT;
    done = whole_file_write(contents, put->folder->files, file.id, &file.digest);
    close(contents);
    if (done)
        follow_file_write(&file, item->payload);
    return done;
}

/* Those that were written get their names; if that fails, all are to be written again. */
static bool settle_files(struct follow_put *put, struct follow_item *items,
                         const struct follow_item *end)
{
    struct follow_file file;

    for (struct follow_item *item = items; item != end; item = item->next) {
        if (item->record.kind != FOLLOW_FILE || is_empty_file(item))
            continue;
        (void)follow_file_read(&file, item->payload, item->record.length);
        /* One that was told of twice has its name already. */
        if (!whole_file_settle(put->folder->files, file.id) &&
            (errno != ENOENT || faccessat(put->folder->files, file.id, F_OK, 0) != 0))
            return false;
        if (!remember(&put->recent, &file, item->record.at))
            return false;
    }
    return fsync(put->folder->files) == 0;
}

static void forget_files(struct follow_item *items, const struct follow_item *end)
{
    for (struct follow_item *item = items; item != end; item = item->next)
        if (item->record.kind == FOLLOW_FILE)
            memset(item->payload + FILE_ID_LENGTH, 0, FOLLOW_FILE_BYTES - FILE_ID_LENGTH);
}

/* Contents before anything that may name them. */
static bool put_files(struct follow_put *put, struct follow_item *items,
                      const struct follow_item *end)
{
    bool any = false;
    bool done = true;

    for (struct follow_item *item = items; done && item != end; item = item->next) {
        if (item->record.kind != FOLLOW_FILE)
            continue;
        done = put_file(put, item);
        any = true;
    }
    done = done && (!any || settle_files(put, items, end));
    if (!done) {
        int reason = errno;
        forget_files(items, end);
        errno = reason;
    }
    return done;
}

static bool add_all(struct follow_log *log, struct follow_item *items,
                    const struct follow_item *end)
{
    for (struct follow_item *item = items; item != end; item = item->next)
        if (!is_empty_file(item) && !follow_log_add(log, &item->record, item->payload))
            return false;
    return follow_log_flush(log);
}

/* In both logs, or in none. */
static bool put_in_logs(struct follow_put *put, struct follow_item *items,
                        const struct follow_item *end)
{
    struct follow_log *logs[2];
    struct follow_end before[2];
    int count = 0;
    bool done = true;

    if (put->has_current)
        logs[count++] = &put->current;
    if (put->has_next)
        logs[count++] = &put->next;
    for (int i = 0; i < count; i++) {
        if (!follow_log_turn(logs[i], false))
            return false;
        before[i] = logs[i]->end;
    }
    for (int i = 0; done && i < count; i++)
        done = add_all(logs[i], items, end);
    if (!done) {
        int reason = errno;
        for (int i = 0; i < count; i++)
            follow_log_return(logs[i], &before[i]);
        errno = reason;
    }
    return done;
}

struct follow_item *follow_put_records(struct follow_put *put, struct follow_item *items,
                                       bool *failed)
{
    struct follow_item *end = items;
    size_t bytes = 0;

    while (end && end->kind == ITEM_RECORD && bytes < RUN_BYTES) {
        bytes += (size_t)end->record.length;
        end = end->next;
    }
    *failed = false;
    if (end == items)
        return items;
    *failed = !put_files(put, items, end) || !put_in_logs(put, items, end);
    return *failed ? items : end;
}

/* Of the others the rows are in the backup's copy, or gone. */
static void forget_older(struct follow_recent *recent, int64_t than)
{
    size_t count = 0;

    while (count < recent->count && recent->files[count].at < than)
        count++;
    if (count)
        forget_first(recent, count);
}

static bool add_recent(struct follow_put *put, const struct follow_item *item)
{
    unsigned char payload[FOLLOW_FILE_BYTES];

    forget_older(&put->recent, item->record.began - FOLLOW_RECENT);
    for (size_t i = 0; i < put->recent.count; i++) {
        struct follow_record record = {.kind = FOLLOW_FILE,
                                       .length = sizeof payload,
                                       .unchanged = item->record.began,
                                       .began = item->record.began,
                                       .at = item->record.at};
        follow_file_write(&put->recent.files[i].file, payload);
        if (!follow_log_add(&put->next, &record, payload))
            return false;
    }
    return true;
}

bool follow_put_begin(struct follow_put *put, int one, const struct follow_item *item,
                      unsigned char hash[FOLLOW_HASH_BYTES])
{
    put->has_next =
        follow_log_begin(&put->next, one, &item->position, item->record.began, item->record.at);
    memcpy(hash, put->next.end.hash, FOLLOW_HASH_BYTES);
    put->has_next = put->has_next && add_recent(put, item) && follow_log_flush(&put->next);
    if (!put->has_next)
        follow_log_close(&put->next);
    return put->has_next;
}

void follow_put_close(struct follow_put *put)
{
    if (put->has_current)
        follow_log_close(&put->current);
    if (put->has_next)
        follow_log_close(&put->next);
    put->has_current = put->has_next = false;
}
