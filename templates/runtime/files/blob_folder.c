/* blob_folder.c - see blob_folder.h. A file gets its place when all of it is on disk, so what is in its place is whole;
 * no link is followed. */
#include "files/blob_folder.h"

#include "files/file_hold.h"
#include "files/file_name.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Set once, before any thread that reads them is started. */
static int folder = -1;
static int new_folder = -1;

static enum blob_result put(const char *id, int64_t size)
{
    (void)size;
    return renameat(new_folder, id, folder, id) == 0 && fsync(folder) == 0 ? BLOB_DONE
                                                                           : BLOB_UNAVAILABLE;
}

static enum blob_result get(const char *id, int64_t at, int64_t length, struct blob_piece *piece)
{
    (void)at;
    (void)length;
    *piece = (struct blob_piece){.file = openat(folder, id, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)};
    if (piece->file >= 0)
        return BLOB_DONE;
    return errno == ENOENT ? BLOB_MISSING : BLOB_UNAVAILABLE;
}

static bool remove_contents(const char *id)
{
    return file_hold_remove(folder, id);
}

static enum blob_result exists(const char *id)
{
    if (faccessat(folder, id, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
        return BLOB_DONE;
    return errno == ENOENT ? BLOB_MISSING : BLOB_UNAVAILABLE;
}

bool blob_folder_each(int parent, const char *name, bool (*take)(void *state, struct text id),
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
    return list != NULL;
}

static enum blob_result list(bool (*take)(void *state, struct text id), void *state)
{
    return blob_folder_each(folder, ".", take, state) ? BLOB_DONE : BLOB_UNAVAILABLE;
}

const struct blob_store *blob_folder_open(int files, int new_files)
{
    static const struct blob_store store = {
        .put = put, .get = get, .remove = remove_contents, .exists = exists, .list = list};

    folder = files;
    new_folder = new_files;
    return &store;
}
