/* stage.c - see stage.h. */
#include "emit/stage.h"

#include "base/file.h"
#include "emit/stage_sweep.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_TRIES = 100 };

/* "out.4711.tmp", or "out.4711.1.tmp" where a run that was cut off left one. */
static const char *stage_name(struct arena *arena, const char *folder, size_t length, int attempt)
{
    const char *name = attempt == 0 ? "" : arena_printf(arena, ".%d", attempt);
    return arena_printf(arena, "%.*s.%d%s.tmp", (int)length, folder, (int)getpid(), name);
}

bool stage_open(struct stage *stage, struct arena *arena, const char *folder)
{
    size_t length = strlen(folder);
    while (length > 1 && folder[length - 1] == '/')
        length--;
    char *parent = arena_copy(arena, folder, length);
    char *slash = strrchr(parent, '/');
    if (slash && slash > parent) {
        *slash = '\0';
        if (!file_make_folders(parent))
            return false;
    }
    stage_sweep(!slash ? "." : slash > parent ? parent : "/", slash ? slash + 1 : parent);
    const char *path = NULL;
    for (int i = 0; i < MOST_TRIES && !path; i++) {
        path = stage_name(arena, folder, length, i);
        if (mkdir(path, 0777) == 0)
            break;
        if (errno != EEXIST)
            return false;
        path = NULL;
    }
    if (!path)
        return false;
    int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) {
        int cause = errno;
        rmdir(path);
        errno = cause;
        return false;
    }
    stage_mark(descriptor);
    *stage = (struct stage){.path = path, .descriptor = descriptor};
    return true;
}

static bool make_folder(const struct stage *stage, const char *path)
{
    return mkdirat(stage->descriptor, path, 0777) == 0 || errno == EEXIST;
}

/* Makes the folder that a file is to be in, as a rule the only one that is not there yet. */
static bool make_parent(const struct stage *stage, const char *path)
{
    char parent[PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) : 0;
    if (length == 0 || length >= sizeof parent) {
        errno = length == 0 ? ENOENT : ENAMETOOLONG;
        return false;
    }
    memcpy(parent, path, length);
    parent[length] = '\0';
    return make_folder(stage, parent) ||
           (errno == ENOENT && make_parent(stage, parent) && make_folder(stage, parent));
}

bool stage_write(const struct stage *stage, const char *path, const char *bytes, size_t length)
{
    if (file_create_at(stage->descriptor, path, bytes, length))
        return true;
    return errno == ENOENT && make_parent(stage, path) &&
           file_create_at(stage->descriptor, path, bytes, length);
}

bool stage_publish(struct stage *stage, const char *folder)
{
    stage_unmark(stage->descriptor);
    if (rename(stage->path, folder) != 0)
        return false;
    close(stage->descriptor);
    stage->path = NULL;
    return true;
}

void stage_remove(const struct stage *stage, const char *path)
{
    char part[PATH_MAX];
    size_t length = strlen(path);
    if (length >= sizeof part)
        return;
    memcpy(part, path, length + 1);
    (void)unlinkat(stage->descriptor, part, 0);
    for (char *slash = strrchr(part, '/'); slash; slash = strrchr(part, '/')) {
        *slash = '\0';
        if (unlinkat(stage->descriptor, part, AT_REMOVEDIR) != 0)
            break;
    }
}

void stage_drop(struct stage *stage)
{
    stage_unmark(stage->descriptor);
    close(stage->descriptor);
    (void)rmdir(stage->path);
    stage->path = NULL;
}
