/* failing_reads.c - a disk that fails for a moment: loaded before the C library, it cuts off the list of a folder at
 * the entry that LOST_ENTRY counts, or a file that is read again at the time that LOST_AGAIN counts. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

/* Whether this is the time that the variable counts. */
static int is_time(const char *variable, long *count)
{
    const char *number = getenv(variable);

    return number && ++*count == atol(number);
}

struct dirent *readdir(DIR *list)
{
    static struct dirent *(*real)(DIR * list);
    static long count;

    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "readdir");
    if (!is_time("LOST_ENTRY", &count))
        return real(list);
    errno = EIO;
    return NULL;
}

void rewind(FILE *file)
{
    static long count;

    fseek(file, 0, is_time("LOST_AGAIN", &count) ? SEEK_END : SEEK_SET);
}
