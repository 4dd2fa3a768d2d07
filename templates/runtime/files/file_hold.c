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

/* DATA/files, or -1 with errno. */
static int open_files(const char *data_folder)
{
    int data = open(data_folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int folder =
        data >= 0 ? openat(data, "files", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;
    int reason = errno;

    if (data >= 0)
        close(data);
    errno = reason;
    return folder;
}

int file_hold_begin(const char *data_folder)
{
    int folder = open_files(data_folder);

    if (folder < 0 || flock(folder, LOCK_SH) != 0) {
        log_error("%s/files cannot be held: %s", data_folder, strerror(errno));
        if (folder >= 0)
            close(folder);
        folder = -1;
    }
    return folder;
}

/* One of the two folders, opened; -1 when it is not there. */
static int open_held(int folder, const char *name)
{
    return openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* The server asks for the lock, too, now and then, for a moment. */
static bool lock_alone(int followed)
{
    enum { ATTEMPTS = 100, PAUSE = 10000 /* us */ };
    bool done = flock(followed, LOCK_EX | LOCK_NB) == 0;

    for (int i = 0; !done && errno == EWOULDBLOCK && i < ATTEMPTS; i++) {
        usleep(PAUSE);
        done = flock(followed, LOCK_EX | LOCK_NB) == 0;
    }
    return done;
}

static bool is_same(int a, int b)
{
    struct stat one;
    struct stat other;

    return fstat(a, &one) == 0 && fstat(b, &other) == 0 && one.st_ino == other.st_ino &&
           one.st_dev == other.st_dev;
}

int file_hold_follow(const char *data_folder, int held)
{
    int folder = open_files(data_folder);
    int followed = -1;

    if (folder >= 0 && (mkdirat(folder, FILE_FOLLOW_FOLDER, 0700) == 0 || errno == EEXIST))
        followed = open_held(folder, FILE_FOLLOW_FOLDER);
    if (followed >= 0 && held >= 0 && is_same(followed, held)) {
        close(followed);
        followed = held;
    } else if (followed < 0 || !lock_alone(followed)) {
        if (followed >= 0 && errno == EWOULDBLOCK)
            log_error("%s is followed already, by another process", data_folder);
        else
            log_error("%s/files/%s cannot be held: %s", data_folder, FILE_FOLLOW_FOLDER,
                      strerror(errno));
        if (followed >= 0)
            close(followed);
        followed = -1;
    }
    if (folder >= 0)
        close(folder);
    return followed;
}

/* Closes the folder. */
static void clear(int held)
{
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

/* Whether somebody follows; clears what was kept for one who does no more. */
static bool is_followed(int folder)
{
    int followed = open_held(folder, FILE_FOLLOW_FOLDER);

    if (followed < 0)
        return false;
    if (flock(followed, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        close(followed);
        return true;
    }
    clear(followed);
    return false;
}

void file_hold_clear(int folder)
{
    pthread_mutex_lock(&lock);
    (void)is_followed(folder);
    if (flock(folder, LOCK_EX | LOCK_NB) == 0) {
        clear(open_held(folder, FILE_HOLD_FOLDER));
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

/* Puts the file into one of the two folders; it may stay where it is as well. */
static bool put_aside(int folder, const char *name, const char *into, bool stays)
{
    char held[NAME_MAX + sizeof FILE_FOLLOW_FOLDER + 1];
    int length = snprintf(held, sizeof held, "%s/%s", into, name);

    if (length <= 0 || (size_t)length >= sizeof held ||
        (mkdirat(folder, into, 0700) != 0 && errno != EEXIST))
        return false;
    return stays ? linkat(folder, name, folder, held, 0) == 0 || errno == EEXIST
                 : renameat(folder, name, folder, held) == 0;
}

bool file_hold_remove(int folder, const char *name)
{
    bool for_backup;
    bool for_follower;
    bool done = true;
    int reason;

    pthread_mutex_lock(&lock);
    /* Where there are no such locks, there is no backup. */
    for_backup = flock(folder, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    for_follower = is_followed(folder);
    if (for_follower)
        done = put_aside(folder, name, FILE_FOLLOW_FOLDER, for_backup);
    if (for_backup) {
        some_are_held = true;
        done = done && put_aside(folder, name, FILE_HOLD_FOLDER, false);
        reason = errno;
    } else {
        done = done && (for_follower || unlinkat(folder, name, 0) == 0);
        reason = errno;
        if (some_are_held)
            clear(open_held(folder, FILE_HOLD_FOLDER));
        some_are_held = false;
        flock(folder, LOCK_UN);
    }
    pthread_mutex_unlock(&lock);
    errno = reason;
    return done;
}
