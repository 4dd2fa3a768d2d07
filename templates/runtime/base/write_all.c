/* write_all.c - see write_all.h. */
#include "base/write_all.h"

#include <errno.h>
#include <unistd.h>

static bool run(int file, const char *bytes, size_t length, bool is_at, int64_t offset)
{
    size_t done = 0;

    while (done < length) {
        ssize_t written = is_at ? pwrite(file, bytes + done, length - done, offset + (int64_t)done)
                                : write(file, bytes + done, length - done);
        if (written < 0 && errno == EINTR)
            continue;
        if (written == 0)
            errno = EIO;
        if (written <= 0)
            return false;
        done += (size_t)written;
    }
    return true;
}

bool write_all(int file, const void *bytes, size_t length)
{
    return run(file, bytes, length, false, 0);
}

bool write_all_at(int file, const void *bytes, size_t length, int64_t offset)
{
    return run(file, bytes, length, true, offset);
}
