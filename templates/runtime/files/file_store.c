/* file_store.c - see file_store.h. Paths and keys are made of ids alone, which are hex digits. */
#include "files/file_store.h"

#include "base/log.h"
#include "base/read_all.h"
#include "base/wait.h"
#include "files/blob_bucket.h"
#include "files/blob_folder.h"
#include "files/file_hold.h"
#include "files/file_name.h"
#include "files/file_seal.h"
#include "files/file_unnamed.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    FIRST_UNDER_WAY = 16,
    LONGEST_UPLOAD = 3600000 /* ms: that was undone, and nobody said so */
};

/* Set once, before any thread that reads them is started. */
static int folder = -1;
static int new_folder = -1;
static const struct blob_store *store;

static int open_folder(int parent, const char *name)
{
    if (mkdirat(parent, name, 0700) != 0 && errno != EEXIST)
        return -1;
    return openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* What is in DATA/files/new belongs to uploads that were never answered. */
static bool clear_new_folder(void)
{
    int copy = dup(new_folder);
    DIR *list = copy >= 0 ? fdopendir(copy) : NULL;
    const struct dirent *entry;

    if (!list)
        return false;
    while ((entry = readdir(list)))
        if (entry->d_name[0] != '.')
            unlinkat(new_folder, entry->d_name, 0);
    closedir(list);
    return true;
}

bool file_store_open(const char *data_folder, const struct object_store *bucket, int64_t keep)
{
    int data = open(data_folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done;

    done = data >= 0 && (folder = open_folder(data, "files")) >= 0 &&
           (new_folder = open_folder(folder, "new")) >= 0 && fsync(data) == 0 &&
           fsync(folder) == 0 && clear_new_folder();
    if (!done)
        log_error("%s/files cannot be used: %s", data_folder, strerror(errno));
    else
        file_hold_clear(folder);
    if (data >= 0)
        close(data);
    store = !done    ? NULL
            : bucket ? blob_bucket_open(bucket, keep, folder, new_folder)
                     : blob_folder_open(folder, new_folder);
    return store != NULL;
}

bool file_store_start(void)
{
    return blob_bucket_start();
}

void file_store_stop(void)
{
    blob_bucket_stop();
}

/* Uploads under way: the ids of files that nothing on disk may tell of yet. */
struct upload_under_way {
    char id[FILE_ID_LENGTH];
    int64_t since; /* by wait_clock() */
};

static pthread_mutex_t under_way_lock = PTHREAD_MUTEX_INITIALIZER;
static struct upload_under_way *under_way;
static size_t under_way_count;
static size_t under_way_capacity;

static void forget_undone(void)
{
    int64_t before = wait_clock() - LONGEST_UPLOAD;

    for (size_t i = 0; i < under_way_count;)
        if (under_way[i].since < before)
            under_way[i] = under_way[--under_way_count];
        else
            i++;
}

/* Where the id is; the number of them when it is not there. */
static size_t find_under_way(struct text id)
{
    size_t at = 0;

    while (at < under_way_count && memcmp(under_way[at].id, id.bytes, FILE_ID_LENGTH) != 0)
        at++;
    return at;
}

/* Notes it, or that it is so still. */
static bool note_under_way(struct text id)
{
    bool done = true;
    size_t at;

    pthread_mutex_lock(&under_way_lock);
    at = find_under_way(id);
    if (at == under_way_capacity) {
        forget_undone();
        at = under_way_count;
    }
    if (at == under_way_capacity) {
        size_t larger = under_way_capacity ? under_way_capacity * 2 : FIRST_UNDER_WAY;
        void *moved = realloc(under_way, larger * sizeof *under_way);
        if (moved) {
            under_way = moved;
            under_way_capacity = larger;
        }
        done = moved != NULL;
    }
    if (done) {
        under_way[at].since = wait_clock();
        memcpy(under_way[at].id, id.bytes, FILE_ID_LENGTH);
        under_way_count += at == under_way_count;
    }
    pthread_mutex_unlock(&under_way_lock);
    return done;
}

void file_store_settle(struct text id)
{
    size_t at;

    pthread_mutex_lock(&under_way_lock);
    at = find_under_way(id);
    if (at < under_way_count)
        under_way[at] = under_way[--under_way_count];
    pthread_mutex_unlock(&under_way_lock);
}

bool file_store_is_under_way(struct text id)
{
    bool is;

    pthread_mutex_lock(&under_way_lock);
    forget_undone();
    is = find_under_way(id) < under_way_count;
    pthread_mutex_unlock(&under_way_lock);
    return is;
}

/* The id as a path; false when it is none. */
static bool make_path(struct text id, char path[FILE_ID_LENGTH + 1])
{
    if (id.length != FILE_ID_LENGTH || strspn(id.bytes, "0123456789abcdef") < FILE_ID_LENGTH)
        return false;
    memcpy(path, id.bytes, FILE_ID_LENGTH);
    path[FILE_ID_LENGTH] = '\0';
    return true;
}

bool file_store_each(bool (*take)(void *state, struct text id), void *state)
{
    if (store->list(take, state) == BLOB_DONE)
        return true;
    log_error("the contents of files cannot be listed");
    return false;
}

void file_store_each_unnamed(bool (*take)(void *state, struct text id), void *state)
{
    (void)blob_folder_each(folder, FILE_UNNAMED_FOLDER, take, state);
}

void file_store_each_removed(bool (*take)(void *state, struct text id), void *state)
{
    if (file_store_is_elsewhere())
        (void)blob_folder_each(folder, BLOB_REMOVING_FOLDER, take, state);
}

void file_store_restore(struct text id)
{
    char path[FILE_ID_LENGTH + 1];

    if (make_path(id, path) && file_store_is_elsewhere())
        blob_bucket_restore(path);
}

enum blob_result file_store_exists(struct text id)
{
    char path[FILE_ID_LENGTH + 1];

    return make_path(id, path) ? store->exists(path) : BLOB_MISSING;
}

bool file_store_is_elsewhere(void)
{
    return store->window > 0;
}

bool file_store_note_unnamed(struct text id, int64_t *since)
{
    char path[FILE_ID_LENGTH + 1];

    return make_path(id, path) && file_unnamed_note(folder, path, since);
}

void file_store_forget_unnamed(struct text id)
{
    char path[FILE_ID_LENGTH + 1];

    if (make_path(id, path))
        file_unnamed_forget(folder, path);
}

struct file_writer *file_store_begin(struct text id, const unsigned char *key)
{
    char path[FILE_ID_LENGTH + 1];
    struct file_writer *writer;

    writer = make_path(id, path) ? file_writer_new(new_folder, path, key) : NULL;
    if (!writer)
        log_error("a file cannot be kept: out of memory");
    return writer;
}

enum blob_result file_store_end(struct text id, struct file_writer *writer)
{
    int64_t size = file_seal_size(file_writer_size(writer));
    enum blob_result result = BLOB_UNAVAILABLE;
    char path[FILE_ID_LENGTH + 1];

    if (make_path(id, path) && file_writer_end(writer) && note_under_way(id)) {
        errno = 0;
        result = store->put(path, size);
        if (result != BLOB_DONE)
            log_error("a file cannot be kept: %s", errno ? strerror(errno) : "its store says no");
    }
    file_writer_free(writer, result != BLOB_DONE);
    /* Putting may have taken long. */
    if (result != BLOB_DONE || !note_under_way(id))
        file_store_settle(id);
    return result;
}

void file_store_give_up(struct file_writer *writer)
{
    file_writer_free(writer, true);
}

enum blob_result file_store_keep(struct text id, const unsigned char *key, struct text bytes)
{
    struct file_writer *writer = file_store_begin(id, key);

    if (!writer)
        return BLOB_UNAVAILABLE;
    for (;;) {
        size_t taken = file_writer_take(writer, bytes.bytes, bytes.length);
        bytes.bytes += taken;
        bytes.length -= taken;
        if (!bytes.length)
            break;
        if (!file_writer_write(writer)) {
            file_store_give_up(writer);
            return BLOB_UNAVAILABLE;
        }
    }
    return file_store_end(id, writer);
}

void file_store_drop(struct text id)
{
    char path[FILE_ID_LENGTH + 1];

    if (!make_path(id, path))
        return;
    if (!store->remove(path) && errno != ENOENT)
        log_error("a file cannot be removed: %s", strerror(errno));
    file_store_settle(id);
}

void file_store_clear_held(void)
{
    file_hold_clear(folder);
}

int64_t file_store_size_on_disk(int64_t size)
{
    return file_seal_size(size);
}

struct file_reader *file_store_read(struct text id, const unsigned char *key, int64_t size,
                                    int64_t first, int64_t last)
{
    char path[FILE_ID_LENGTH + 1];

    return make_path(id, path) ? file_reader_open(store, id, key, size, first, last) : NULL;
}
