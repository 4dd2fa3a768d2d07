/* file_hold.c - see file_hold.h. A lock belongs to the open folder, which all threads of a server share, so
 * one thread at a time asks for it. */
#include "files/file_hold.h"

#include "base/log.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool some_are_held; /* by this process's doing */

int file_hold_begin(const char *data_folder)
{
    int data = open(data_folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int folder =
        data >= 0 ? openat(data, "files", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;

    if (folder < 0 || flock(folder, LOCK_SH) != 0) {
        log_error("%s/files cannot be held: %s", data_folder, strerror(errno));
        if (folder >= 0)
            close(folder);
        folder = -1;
    }
    if (data >= 0)
        close(data);
    return folder;
}

static void clear_held(int folder)
{
    int held = openat(folder, FILE_HOLD_FOLDER, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *list = held >= 0 ? fdopendir(held) : NULL;
    const struct dirent *entry;

    while (list && (entry = readdir(list)))
        if (entry->d_name[0] != '.')
            unlinkat(held, entry->d_name, 0);
    if (list)
        closedir(list);
    else if (held >= 0)
        close(held);
}

void file_hold_clear(int folder)
{
    pthread_mutex_lock(&lock);
    if (flock(folder, LOCK_EX | LOCK_NB) == 0) {
        clear_held(folder);
        some_are_held = false;
        flock(folder, LOCK_UN);
    }
    pthread_mutex_unlock(&lock);
}

void file_hold_end(int folder)
{
    flock(folder, LOCK_UN);
    file_hold_clear(folder);
    close(folder);
}

static bool move_aside(int folder, const char *name)
{
    char held[NAME_MAX + sizeof FILE_HOLD_FOLDER + 1];
    int length = snprintf(held, sizeof held, "%s/%s", FILE_HOLD_FOLDER, name);

    some_are_held = true;
    return length > 0 && (size_t)length < sizeof held &&
           (mkdirat(folder, FILE_HOLD_FOLDER, 0700) == 0 || errno == EEXIST) &&
           renameat(folder, name, folder, held) == 0;
}

bool file_hold_remove(int folder, const char *name)
{
    bool is_held;
    bool done;
    int reason;

    pthread_mutex_lock(&lock);
    /* Where there are no such locks, there is no backup. */
    is_held = flock(folder, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    if (is_held) {
        done = move_aside(folder, name);
        reason = errno;
    } else {
        done = unlinkat(folder, name, 0) == 0;
        reason = errno;
        if (some_are_held)
            clear_held(folder);
        some_are_held = false;
        flock(folder, LOCK_UN);
    }
    pthread_mutex_unlock(&lock);
    errno = reason;
    return done;
}
