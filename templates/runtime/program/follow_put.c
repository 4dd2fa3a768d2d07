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

/* The contents in DATA/files, or where they were moved to; -1, with ENOENT, when they are in neither. */
static int open_contents(const struct follow_put *put, const char *id)
{
    int files;
    int followed;
    int file = -1;
    int reason = ENOENT;

    follow_watch_folders(put->watch, &files, &followed);
    if (files >= 0)
        file = openat(files, id, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (file < 0 && followed >= 0)
        file = openat(followed, id, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (file < 0 && files >= 0)
        reason = errno;
    if (files >= 0)
        close(files);
    if (followed >= 0)
        close(followed);
    errno = reason;
    return file;
}

/* The older half goes when there are too many. */
static void remember(struct follow_recent *recent, const struct follow_file *file)
{
    if (recent->count == MOST_RECENT) {
        recent->count /= 2;
        memmove(recent->files, recent->files + recent->count,
                recent->count * sizeof *recent->files);
    }
    if (recent->count == recent->capacity) {
        size_t larger = recent->capacity ? recent->capacity * 2 : FIRST_RECENT;
        void *moved = realloc(recent->files, larger * sizeof *recent->files);
        if (!moved)
            return;
        recent->files = moved;
        recent->capacity = larger;
    }
    recent->files[recent->count++] = *file;
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
        remember(&put->recent, &file);
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
    struct follow_end before;

    if (!follow_log_turn(log, false))
        return false;
    before = log->end;
    for (struct follow_item *item = items; item != end; item = item->next)
        if (!is_empty_file(item) && !follow_log_add(log, &item->record, item->payload))
            goto failed;
    if (follow_log_flush(log))
        return true;
failed:;
    int reason = errno;
    (void)follow_log_return(log, &before);
    errno = reason;
    return false;
}

struct follow_item *follow_put_records(struct follow_put *put, struct follow_item *items,
                                       bool *failed)
{
    struct follow_item *end = items;
    struct follow_end before = put->current.end;
    size_t bytes = 0;
    bool done;

    while (end && end->kind == ITEM_RECORD && bytes < RUN_BYTES) {
        bytes += (size_t)end->record.length;
        end = end->next;
    }
    *failed = false;
    if (end == items)
        return items;
    done = put_files(put, items, end) && (!put->has_current || add_all(&put->current, items, end));
    if (done && put->has_next && !add_all(&put->next, items, end)) {
        int reason = errno;
        if (put->has_current)
            (void)follow_log_return(&put->current, &before);
        errno = reason;
        done = false;
    }
    *failed = !done;
    return done ? end : items;
}

static bool add_recent(struct follow_put *put, const struct follow_item *item)
{
    unsigned char payload[FOLLOW_FILE_BYTES];

    for (size_t i = 0; i < put->recent.count; i++) {
        struct follow_record record = {.kind = FOLLOW_FILE,
                                       .length = sizeof payload,
                                       .unchanged = item->record.began,
                                       .began = item->record.began,
                                       .at = item->record.at};
        follow_file_write(&put->recent.files[i], payload);
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
