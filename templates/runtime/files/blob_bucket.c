/* blob_bucket.c - see blob_bucket.h. What is fetched goes through a file without a name, so that memory has no more of
 * it than the chunk that is opened. */
#include "files/blob_bucket.h"

#include "base/log.h"
#include "base/wait.h"
#include "files/blob_folder.h"
#include "files/file_hold.h"
#include "files/file_name.h"
#include "files/file_seal.h"
#include "formats/date.h"
#include "outside/object_parts.h"
#include "outside/transfer.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CONTENTS "contents/"

enum {
    WINDOW_CHUNKS = 128,
    SECOND = 1000,
    PAUSE = 30 * SECOND, /* between two looks at what is to be moved and removed */
    DAY =
        24 * 60 * 60 * SECOND, /* after which a part of what was never put to its end is nobody's */
    KEY = sizeof CONTENTS + FILE_ID_LENGTH
};

/* Set once, before any thread that reads them is started. */
static const struct object_store *bucket;
static int64_t keep;
static int folder = -1;
static int new_folder = -1;
static int removing = -1;

static void name_key(const char *id, char key[KEY])
{
    snprintf(key, KEY, CONTENTS "%.*s", FILE_ID_LENGTH, id);
}

/* A file without a name; -1 with errno. */
static int open_unnamed(void)
{
    static const char name[] = "fetching";
    int file = openat(new_folder, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

    if (file >= 0 || (errno != EOPNOTSUPP && errno != EISDIR))
        return file;
    file = openat(new_folder, name, O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file >= 0)
        unlinkat(new_folder, name, 0);
    return file;
}

static enum blob_result put(const char *id, int64_t size)
{
    char key[KEY];
    int file = openat(new_folder, id, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    bool done;

    name_key(id, key);
    done = file >= 0 && object_store_put_file(bucket, key, file, size);
    if (file >= 0)
        close(file);
    errno = 0;
    if (done)
        unlinkat(new_folder, id, 0);
    return done ? BLOB_DONE : BLOB_UNAVAILABLE;
}

/* The range, in a file without a name. */
static enum blob_result fetch(const char *id, int64_t at, int64_t length, int *file)
{
    char key[KEY];
    bool found;
    bool done;

    name_key(id, key);
    *file = open_unnamed();
    if (*file < 0) {
        log_error("what is in a bucket cannot be fetched: %s", strerror(errno));
        return BLOB_UNAVAILABLE;
    }
    done = object_store_get_range(bucket, key, at, length, *file, &found);
    if (done && found)
        return BLOB_DONE;
    close(*file);
    return done ? BLOB_MISSING : BLOB_UNAVAILABLE;
}

static enum blob_result get(const char *id, int64_t at, int64_t length, struct blob_piece *piece)
{
    *piece = (struct blob_piece){.file = openat(folder, id, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)};
    if (piece->file >= 0)
        return BLOB_DONE;
    piece->begins = at;
    return fetch(id, at, length, &piece->file);
}

static enum blob_result exists(const char *id)
{
    enum blob_result result;
    int file;

    if (faccessat(folder, id, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
        return BLOB_DONE;
    result = fetch(id, 0, 1, &file);
    if (result == BLOB_DONE)
        close(file);
    return result;
}

/* Listing. */

struct listing {
    bool (*take)(void *state, struct text id, int64_t size);
    void *state;
    bool goes_on;
};

static bool take_key(void *state, struct text key, int64_t size)
{
    struct listing *listing = state;
    struct text id = {key.bytes + sizeof CONTENTS - 1, FILE_ID_LENGTH};

    if (key.length == sizeof CONTENTS - 1 + FILE_ID_LENGTH &&
        strspn(id.bytes, "0123456789abcdef") >= FILE_ID_LENGTH)
        listing->goes_on = listing->take(listing->state, id, size);
    return listing->goes_on;
}

bool blob_bucket_each(const struct object_store *store,
                      bool (*take)(void *state, struct text id, int64_t size), void *state)
{
    struct listing listing = {take, state, true};

    return object_store_list(store, CONTENTS, take_key, &listing) || !listing.goes_on;
}

struct ids {
    bool (*take)(void *state, struct text id);
    void *state;
};

static bool take_id(void *state, struct text id, int64_t size)
{
    const struct ids *ids = state;
    char text[FILE_ID_LENGTH + 1];

    (void)size;
    /* What waits to be removed is gone. */
    memcpy(text, id.bytes, FILE_ID_LENGTH);
    text[FILE_ID_LENGTH] = '\0';
    return faccessat(removing, text, F_OK, AT_SYMLINK_NOFOLLOW) == 0 ||
           ids->take(ids->state, text_of(text));
}

static enum blob_result list(bool (*take)(void *state, struct text id), void *state)
{
    struct ids ids = {take, state};

    return blob_folder_each(folder, ".", take, state) && blob_bucket_each(bucket, take_id, &ids)
               ? BLOB_DONE
               : BLOB_UNAVAILABLE;
}

/* Moving and removing. */

static pthread_t thread;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wakes;
static bool runs;
static bool stopping;
static bool has_removed;

static bool remove_contents(const char *id)
{
    int note = openat(removing, id, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);

    if (note < 0)
        return false;
    close(note);
    if (!file_hold_remove(folder, id) && errno != ENOENT)
        return false;
    pthread_mutex_lock(&lock);
    has_removed = true;
    if (runs)
        pthread_cond_signal(&wakes);
    pthread_mutex_unlock(&lock);
    return true;
}

void blob_bucket_restore(const char *id)
{
    if (unlinkat(removing, id, 0) == 0)
        log_info("the contents %s, which were removed, stay: a row names them again", id);
}

static bool goes_on(void)
{
    bool stops;

    pthread_mutex_lock(&lock);
    stops = stopping;
    pthread_mutex_unlock(&lock);
    return !stops && !transfer_has_given_up();
}

/* False: the bucket does not answer, and the rest has to wait. */
static bool remove_one(void *state, struct text id)
{
    struct stat status;
    char key[KEY];

    (void)state;
    if (fstatat(removing, id.bytes, &status, AT_SYMLINK_NOFOLLOW) != 0 ||
        (int64_t)status.st_mtim.tv_sec * SECOND + keep > date_wall())
        return goes_on();
    name_key(id.bytes, key);
    if (!object_store_delete(bucket, key))
        return false;
    unlinkat(removing, id.bytes, 0);
    return goes_on();
}

/* The same of contents that are in the folder. */
static bool move_one(void *state, struct text id)
{
    struct stat status;
    char key[KEY];
    int file = openat(folder, id.bytes, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    bool done;

    (void)state;
    if (file < 0)
        return goes_on();
    name_key(id.bytes, key);
    done = fstat(file, &status) == 0 && object_store_put_file(bucket, key, file, status.st_size);
    close(file);
    if (done && !file_hold_remove(folder, id.bytes) && errno != ENOENT)
        log_error("what is in the bucket cannot be removed here: %s", strerror(errno));
    return done && goes_on();
}

/* Waits, and returns whether it is to go on. */
static bool rest(void)
{
    struct timespec deadline = wait_deadline(PAUSE);
    bool in_time = true;
    bool stops;

    pthread_mutex_lock(&lock);
    while (in_time && !stopping && !has_removed)
        in_time = pthread_cond_timedwait(&wakes, &lock, &deadline) == 0;
    has_removed = false;
    stops = stopping;
    pthread_mutex_unlock(&lock);
    return !stops;
}

static void *work_forever(void *argument)
{
    int64_t aborted = 0;

    (void)argument;
    do {
        (void)blob_folder_each(folder, ".", move_one, NULL);
        (void)blob_folder_each(folder, BLOB_REMOVING_FOLDER, remove_one, NULL);
        if (goes_on() && date_wall() - aborted > DAY) {
            aborted = date_wall();
            (void)object_parts_abort(bucket, aborted - DAY);
        }
    } while (rest());
    return NULL;
}

bool blob_bucket_start(void)
{
    bool started;

    if (!bucket)
        return true;
    /* The writer looks at it, too, and was there before. */
    pthread_mutex_lock(&lock);
    started = runs = wait_init(&wakes) && pthread_create(&thread, NULL, work_forever, NULL) == 0;
    pthread_mutex_unlock(&lock);
    if (!started)
        log_error("the thread for the bucket of files cannot be started");
    return started;
}

void blob_bucket_stop(void)
{
    bool ran;

    pthread_mutex_lock(&lock);
    ran = runs;
    stopping = true;
    if (ran)
        pthread_cond_signal(&wakes);
    runs = false;
    pthread_mutex_unlock(&lock);
    if (ran)
        pthread_join(thread, NULL);
}

const struct blob_store *blob_bucket_open(const struct object_store *store, int64_t keep_removed,
                                          int files, int new_files)
{
    static const struct blob_store bucket_store = {
        .window = (int64_t)WINDOW_CHUNKS * FILE_CHUNK_SEALED,
        .put = put,
        .get = get,
        .remove = remove_contents,
        .exists = exists,
        .list = list,
    };

    bucket = store;
    keep = keep_removed;
    folder = files;
    new_folder = new_files;
    if (mkdirat(folder, BLOB_REMOVING_FOLDER, 0700) == 0 || errno == EEXIST)
        removing =
            openat(folder, BLOB_REMOVING_FOLDER, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (removing >= 0)
        return &bucket_store;
    log_error("the folder %s of files cannot be used: %s", BLOB_REMOVING_FOLDER, strerror(errno));
    return NULL;
}
