/* file_store.c - see file_store.h. A file is written to DATA/files/new, put on disk, and only then given its
 * place, so that what is in its place is whole. Paths are made of ids alone, which are hex digits; no link is
 * followed. */
#include "files/file_store.h"

#include "base/log.h"
#include "base/read_all.h"
#include "base/wait.h"
#include "base/write_all.h"
#include "files/file_hold.h"
#include "files/file_name.h"
#include "files/file_unnamed.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    CHUNK = 65536,
    CHUNK_SEALED = CHUNK + crypto_secretstream_xchacha20poly1305_ABYTES,
    HEADER = crypto_secretstream_xchacha20poly1305_HEADERBYTES,
    FIRST_UNDER_WAY = 16,
    LONGEST_UPLOAD = 3600000, /* ms: what is under way for longer was undone, and nobody said so */
    CONTENTS_KEY = 1          /* which of the keys derived from DATA/file-key */
};

/* Set once, before any thread that reads them is started. */
static unsigned char contents_key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
static int folder = -1;
static int new_folder = -1;

struct file_reader {
    int file;
    crypto_secretstream_xchacha20poly1305_state state;
    unsigned char id[FILE_ID_LENGTH];
    int64_t size;   /* of the whole file */
    int64_t opened; /* how much of it has been opened */
    int64_t skip;   /* bytes before the first that is wanted */
    int64_t left;   /* bytes that are wanted still */
    size_t at;      /* in plain[] */
    size_t length;  /* of plain[] */
    unsigned char sealed[CHUNK_SEALED];
    unsigned char plain[CHUNK];
};

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

bool file_store_open(const char *data_folder, struct text key)
{
    unsigned char master[crypto_kdf_KEYBYTES];
    int data = open(data_folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    size_t length = 0;
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
    if (!done || key.length != FILE_KEY_CHARACTERS ||
        sodium_hex2bin(master, sizeof master, key.bytes, key.length, NULL, &length, NULL) != 0 ||
        length != sizeof master)
        return false;
    crypto_kdf_derive_from_key(contents_key, sizeof contents_key, CONTENTS_KEY, "caregenf", master);
    sodium_memzero(master, sizeof master);
    return true;
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

static bool note_under_way(struct text id)
{
    bool done = true;

    pthread_mutex_lock(&under_way_lock);
    if (under_way_count == under_way_capacity)
        forget_undone();
    if (under_way_count == under_way_capacity) {
        size_t larger = under_way_capacity ? under_way_capacity * 2 : FIRST_UNDER_WAY;
        void *moved = realloc(under_way, larger * sizeof *under_way);
        done = moved != NULL;
        if (done) {
            under_way = moved;
            under_way_capacity = larger;
        }
    }
    if (done) {
        under_way[under_way_count].since = wait_clock();
        memcpy(under_way[under_way_count++].id, id.bytes, FILE_ID_LENGTH);
    }
    pthread_mutex_unlock(&under_way_lock);
    return done;
}

/* Where the id is; the number of them when it is not there. */
static size_t find_under_way(struct text id)
{
    size_t at = 0;

    while (at < under_way_count && memcmp(under_way[at].id, id.bytes, FILE_ID_LENGTH) != 0)
        at++;
    return at;
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

static void each_in(int parent, const char *name, bool (*take)(void *state, struct text id),
                    void *state)
{
    int copy = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = copy >= 0 ? fdopendir(copy) : NULL;
    const struct dirent *entry;
    bool goes_on = list != NULL;

    while (goes_on && (entry = readdir(list)))
        if (strlen(entry->d_name) == FILE_ID_LENGTH &&
            strspn(entry->d_name, "0123456789abcdef") == FILE_ID_LENGTH)
            goes_on = take(state, text_of(entry->d_name));
    if (list)
        closedir(list);
    else if (copy >= 0)
        close(copy);
}

void file_store_each(bool (*take)(void *state, struct text id), void *state)
{
    each_in(folder, ".", take, state);
}

void file_store_each_unnamed(bool (*take)(void *state, struct text id), void *state)
{
    each_in(folder, FILE_UNNAMED_FOLDER, take, state);
}

bool file_store_is_there(struct text id)
{
    char path[FILE_ID_LENGTH + 1];

    return make_path(id, path) && faccessat(folder, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
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

/* The header, then the chunks; the last one, which may be empty, says that it is the last. */
static bool write_sealed(int file, struct text id, struct text bytes)
{
    crypto_secretstream_xchacha20poly1305_state state;
    unsigned char header[HEADER];
    unsigned char *sealed = malloc(CHUNK_SEALED);
    size_t at = 0;
    bool last = false;
    bool done;

    if (!sealed)
        return false;
    crypto_secretstream_xchacha20poly1305_init_push(&state, header, contents_key);
    done = write_all(file, header, sizeof header);
    while (done && !last) {
        size_t length = bytes.length - at < CHUNK ? bytes.length - at : CHUNK;
        unsigned long long sealed_length = 0;
        last = at + length == bytes.length;
        crypto_secretstream_xchacha20poly1305_push(
            &state, sealed, &sealed_length, (const unsigned char *)bytes.bytes + at, length,
            (const unsigned char *)id.bytes, id.length,
            last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
        done = write_all(file, sealed, (size_t)sealed_length);
        at += length;
    }
    sodium_memzero(&state, sizeof state);
    free(sealed);
    return done;
}

bool file_store_keep(struct text id, struct text bytes)
{
    char path[FILE_ID_LENGTH + 1];
    int file;
    bool done;

    if (!make_path(id, path) || !note_under_way(id))
        return false;
    file = openat(new_folder, path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) {
        log_error("a file cannot be made: %s", strerror(errno));
        file_store_settle(id);
        return false;
    }
    done = write_sealed(file, id, bytes) && fsync(file) == 0;
    done = close(file) == 0 && done;
    done = done && renameat(new_folder, path, folder, path) == 0 && fsync(folder) == 0;
    if (!done) {
        log_error("a file cannot be kept: %s", strerror(errno));
        unlinkat(new_folder, path, 0);
        file_store_settle(id);
    }
    return done;
}

void file_store_drop(struct text id)
{
    char path[FILE_ID_LENGTH + 1];

    if (!make_path(id, path))
        return;
    if (!file_hold_remove(folder, path) && errno != ENOENT)
        log_error("a file cannot be removed: %s", strerror(errno));
    file_store_settle(id);
}

void file_store_clear_held(void)
{
    file_hold_clear(folder);
}

int64_t file_store_size_on_disk(int64_t size)
{
    int64_t chunks = size > 0 ? (size - 1) / CHUNK + 1 : 1;

    if (size < 0 || size > INT64_MAX / 2)
        return -1;
    return HEADER + size + chunks * (CHUNK_SEALED - CHUNK);
}

struct file_reader *file_store_read(struct text id, int64_t size, int64_t first, int64_t last)
{
    char path[FILE_ID_LENGTH + 1];
    unsigned char header[HEADER];
    struct file_reader *reader;

    if (!make_path(id, path) || size < 0 || first < 0 || last >= size || last < first - 1)
        return NULL;
    reader = malloc(sizeof *reader);
    if (!reader)
        return NULL;
    reader->file = openat(folder, path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (reader->file < 0 ||
        read_all(reader->file, header, sizeof header) != (ssize_t)sizeof header ||
        crypto_secretstream_xchacha20poly1305_init_pull(&reader->state, header, contents_key) !=
            0) {
        log_error("a stored file cannot be opened");
        file_reader_close(reader);
        return NULL;
    }
    memcpy(reader->id, path, FILE_ID_LENGTH);
    reader->size = size;
    reader->opened = 0;
    reader->skip = first;
    reader->left = last - first + 1;
    reader->at = reader->length = 0;
    return reader;
}

/* Opens the next chunk. The last one must come where the file's size says. */
static bool open_chunk(struct file_reader *reader)
{
    unsigned long long length = 0;
    unsigned char tag = 0;
    ssize_t got = read_all(reader->file, reader->sealed, CHUNK_SEALED);
    bool is_last;

    if (got < (ssize_t)crypto_secretstream_xchacha20poly1305_ABYTES ||
        crypto_secretstream_xchacha20poly1305_pull(&reader->state, reader->plain, &length, &tag,
                                                   reader->sealed, (unsigned long long)got,
                                                   reader->id, sizeof reader->id) != 0)
        return false;
    reader->opened += (int64_t)length;
    reader->at = 0;
    reader->length = (size_t)length;
    is_last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    return reader->opened <= reader->size && is_last == (reader->opened == reader->size);
}

ssize_t file_reader_take(struct file_reader *reader, char *bytes, size_t limit)
{
    while (reader->left > 0) {
        size_t here = reader->length - reader->at;
        if (here == 0) {
            if (!open_chunk(reader)) {
                log_error("a stored file is damaged, or was tampered with");
                return -1;
            }
            continue;
        }
        if (reader->skip > 0) {
            size_t skipped = (int64_t)here < reader->skip ? here : (size_t)reader->skip;
            reader->at += skipped;
            reader->skip -= (int64_t)skipped;
            continue;
        }
        if ((int64_t)here > reader->left)
            here = (size_t)reader->left;
        if (here > limit)
            here = limit;
        memcpy(bytes, reader->plain + reader->at, here);
        reader->at += here;
        reader->left -= (int64_t)here;
        return (ssize_t)here;
    }
    return 0;
}

void file_reader_close(struct file_reader *reader)
{
    if (!reader)
        return;
    if (reader->file >= 0)
        close(reader->file);
    sodium_memzero(reader, sizeof *reader);
    free(reader);
}
