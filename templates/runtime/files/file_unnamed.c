/* file_unnamed.c - see file_unnamed.h. */
#include "files/file_unnamed.h"

#include "base/log.h"
#include "files/file_name.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH = sizeof FILE_UNNAMED_FOLDER + FILE_ID_LENGTH + 1, MILLISECONDS = 1000 };

static void name_path(const char *id, char path[PATH])
{
    snprintf(path, PATH, "%s/%.*s", FILE_UNNAMED_FOLDER, FILE_ID_LENGTH, id);
}

bool file_unnamed_note(int folder, const char *id, int64_t *since)
{
    char path[PATH];
    struct stat status;
    int file = -1;
    bool done;

    name_path(id, path);
    if (mkdirat(folder, FILE_UNNAMED_FOLDER, 0700) == 0 || errno == EEXIST)
        file = openat(folder, path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    done = file >= 0 && fstat(file, &status) == 0;
    if (done)
        *since = (int64_t)status.st_mtim.tv_sec * MILLISECONDS;
    else
        log_error("that no row names a file cannot be noted: %s", strerror(errno));
    if (file >= 0)
        close(file);
    return done;
}

void file_unnamed_forget(int folder, const char *id)
{
    char path[PATH];

    name_path(id, path);
    (void)unlinkat(folder, path, 0);
}
