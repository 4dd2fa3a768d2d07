/* stage_sweep.c - see stage_sweep.h. No link is followed, and nothing is removed that another user owns. */
#include "emit/stage_sweep.h"

#include "base/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char mark[] = ".caregen-unfinished";

void stage_mark(int folder)
{
    if (flock(folder, LOCK_EX | LOCK_NB) == 0)
        (void)file_create_at(folder, mark, "", 0);
}

void stage_unmark(int folder)
{
    (void)unlinkat(folder, mark, 0);
}

static int open_folder(int parent, const char *name)
{
    return openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* Whether a name is that of a stage of the folder: "out.4711.tmp", "out.4711.1.tmp". */
static bool is_name_of_stage(const char *name, const char *folder)
{
    size_t length = strlen(folder);
    bool has_number = false;
    if (strncmp(name, folder, length) != 0)
        return false;
    for (name += length; *name == '.'; has_number = true) {
        size_t digits = strspn(name + 1, "0123456789");
        if (digits == 0)
            break;
        name += 1 + digits;
    }
    return has_number && strcmp(name, ".tmp") == 0;
}

static bool is_ours_and_left(int folder)
{
    struct stat whole;
    struct stat marked;
    return fstat(folder, &whole) == 0 && whole.st_uid == geteuid() &&
           flock(folder, LOCK_EX | LOCK_NB) == 0 &&
           fstatat(folder, mark, &marked, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(marked.st_mode) &&
           marked.st_uid == geteuid();
}

/* Removes what is in a folder; the mark goes last, so that what is cut off is gone on with. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as an emitted tree. */
static void empty(int folder)
{
    int own = open_folder(folder, ".");
    DIR *list = own >= 0 ? fdopendir(own) : NULL;
    const struct dirent *entry;
    if (!list) {
        if (own >= 0)
            close(own);
        return;
    }
    while ((entry = readdir(list))) {
        const char *name = entry->d_name;
        bool stays = strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || strcmp(name, mark) == 0;
        if (stays || unlinkat(folder, name, 0) == 0)
            continue;
        int inner = open_folder(folder, name);
        if (inner < 0)
            continue;
        empty(inner);
        close(inner);
        (void)unlinkat(folder, name, AT_REMOVEDIR);
    }
    closedir(list);
}

static void sweep_one(int parent, const char *name)
{
    int folder = open_folder(parent, name);
    if (folder < 0)
        return;
    if (is_ours_and_left(folder)) {
        empty(folder);
        stage_unmark(folder);
        (void)unlinkat(parent, name, AT_REMOVEDIR);
    }
    close(folder);
}

void stage_sweep(const char *parent, const char *name)
{
    DIR *list = opendir(parent);
    const struct dirent *entry;
    while (list && (entry = readdir(list)))
        if (is_name_of_stage(entry->d_name, name))
            sweep_one(dirfd(list), entry->d_name);
    if (list)
        closedir(list);
}
