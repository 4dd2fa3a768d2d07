/* write_all.c - see write_all.h. */
#include "base/write_all.h"

#include <errno.h>
#include <unistd.h>

bool write_all(int file, const void *bytes, size_t length)
{
    const char *at = bytes;

    while (length) {
        ssize_t written = write(file, at, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written == 0)
            errno = EIO;
        if (written <= 0)
            return false;
        at += written;
        length -= (size_t)written;
    }
    return true;
}
