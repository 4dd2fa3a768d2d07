/* read_up_to.c - see read_up_to.h. */
#include "base/read_up_to.h"

#include <errno.h>
#include <unistd.h>

ssize_t read_up_to(int file, void *bytes, size_t length)
{
    char *at = bytes;
    size_t done = 0;

    while (done < length) {
        ssize_t got = read(file, at + done, length - done);
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
