/* read_all.c - see read_all.h. */
#include "base/read_all.h"

#include <errno.h>
#include <stdbool.h>
#include <unistd.h>

static ssize_t run(int file, char *bytes, size_t length, bool is_at, int64_t offset)
{
    size_t done = 0;

    while (done < length) {
        ssize_t got = is_at ? pread(file, bytes + done, length - done, offset + (int64_t)done)
                            : read(file, bytes + done, length - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        done += (size_t)got;
    }
    return (ssize_t)done;
}

ssize_t read_all(int file, void *bytes, size_t length)
{
    return run(file, bytes, length, false, 0);
}

ssize_t read_all_at(int file, void *bytes, size_t length, int64_t offset)
{
    return run(file, bytes, length, true, offset);
}
