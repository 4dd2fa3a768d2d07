/* file.c - see file.h. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Closes and returns false, keeping the errno of what went wrong before. */
static bool fail_closing(int descriptor)
{
    int cause = errno;
    close(descriptor);
    errno = cause;
    return false;
}

/* Reads from a pipe as well as from a file, so the size that fstat() tells is only a hint. */
bool file_read(struct arena *arena, const char *path, char **bytes, size_t *length)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    struct stat status;
    if (fstat(descriptor, &status) != 0)
        return fail_closing(descriptor);
    if (status.st_size > (off_t)FILE_LIMIT) {
        errno = EFBIG;
        return fail_closing(descriptor);
    }
    size_t capacity = status.st_size > 0 ? (size_t)status.st_size + 1 : (size_t)64 * 1024;
    char *text = arena_alloc(arena, capacity + 1);
    size_t used = 0;
    for (;;) {
        if (used == capacity) {
            char *more = arena_alloc(arena, capacity * 2 + 1);
            memcpy(more, text, used);
            text = more;
            capacity *= 2;
        }
        ssize_t got = read(descriptor, text + used, capacity - used);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail_closing(descriptor);
        if (got == 0)
            break;
        used += (size_t)got;
        if (used > FILE_LIMIT) {
            errno = EFBIG;
            return fail_closing(descriptor);
        }
    }
    close(descriptor);
    text[used] = '\0';
    *bytes = text;
    *length = used;
    return true;
}

bool file_holds(const char *path, const char *bytes, size_t length)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    char part[64 * 1024];
    for (size_t at = 0;;) {
        ssize_t got = read(descriptor, part, sizeof part);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail_closing(descriptor);
        bool differs = (size_t)got > length - at || memcmp(part, bytes + at, (size_t)got) != 0;
        at += (size_t)got;
        if (got > 0 && !differs)
            continue;
        close(descriptor);
        errno = 0;
        return !differs && at == length;
    }
}

bool file_exists(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0;
}

bool file_is_link(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0 && S_ISLNK(status.st_mode);
}

bool file_make_folders(const char *path)
{
    char part[PATH_MAX];
    size_t length = strlen(path);
    if (length >= sizeof part) {
        errno = ENAMETOOLONG;
        return false;
    }
    for (size_t i = 1; i <= length; i++) {
        if (path[i] != '/' && path[i] != '\0')
            continue;
        memcpy(part, path, i);
        part[i] = '\0';
        if (mkdir(part, 0777) != 0 && errno != EEXIST)
            return false;
    }
    return true;
}

static bool write_all(int descriptor, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(descriptor, bytes, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

bool file_replace(struct arena *arena, const char *path, const char *bytes, size_t length)
{
    char *temporary = arena_printf(arena, "%s.%ld.tmp", path, (long)getpid());
    int descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (descriptor < 0)
        return false;
    if (!write_all(descriptor, bytes, length)) {
        fail_closing(descriptor);
        unlink(temporary);
        return false;
    }
    if (close(descriptor) != 0 || rename(temporary, path) != 0) {
        int cause = errno;
        unlink(temporary);
        errno = cause;
        return false;
    }
    return true;
}
