/* backup_folder.c - see backup_folder.h. */
#include "program/backup_folder.h"

#include "base/log.h"
#include "crypto/secret_file.h"
#include "formats/date.h"
#include "program/data_folder.h"
#include "program/key_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char marker[] = "caregen-backups";
static const char marker_begins[] = "backups of ";

/* Names. "YYYYMMDDThhmmss.mmmZ" is the ISO 8601 of date.h without what some file systems do not take. */

bool backup_name_is(const char *text)
{
    static const char form[] = "00000000T000000.000Z";
    size_t i = 0;

    while (form[i] && (form[i] == '0' ? text[i] >= '0' && text[i] <= '9' : text[i] == form[i]))
        i++;
    return !form[i] && !text[i];
}

int64_t backup_name_time(const struct backup_name *name)
{
    char iso[DATE_LENGTH + 1];
    const char *text = name->text;
    int64_t at = 0;

    snprintf(iso, sizeof iso, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2s.%.3sZ", text, text + 4, text + 6,
             text + 9, text + 11, text + 13, text + 16);
    return date_parse(text_of(iso), &at) ? at : 0;
}

struct backup_name backup_folder_next_name(const struct backup_folder *folder, int64_t *at)
{
    int64_t last = folder->count ? backup_name_time(&folder->names[folder->count - 1]) : 0;
    struct backup_name name = {""};
    char iso[DATE_LENGTH];
    size_t length = 0;

    if (*at <= last)
        *at = last + 1;
    date_format(*at, iso);
    for (size_t i = 0; i < DATE_LENGTH && length < BACKUP_NAME_LENGTH; i++)
        if (iso[i] != '-' && iso[i] != ':')
            name.text[length++] = iso[i];
    return name;
}

DIR *backup_folder_entries(int folder)
{
    int copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = copy >= 0 ? fdopendir(copy) : NULL;

    if (!list && copy >= 0)
        close(copy);
    return list;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const struct backup_name *)a)->text, ((const struct backup_name *)b)->text);
}

/* The next entry; NULL at the end. False when the rest cannot be read. */
static bool next_entry(DIR *list, const struct dirent **entry)
{
    errno = 0;
    *entry = readdir(list);
    return *entry || errno == 0;
}

/* There is room for one more. */
static bool reserve(struct backup_folder *folder)
{
    size_t larger = folder->capacity ? folder->capacity * 2 : 16;
    void *moved;

    if (folder->count < folder->capacity)
        return true;
    moved = realloc(folder->names, larger * sizeof *folder->names);
    if (!moved)
        return false;
    folder->names = moved;
    folder->capacity = larger;
    return true;
}

static bool read_names(struct backup_folder *folder)
{
    DIR *list = backup_folder_entries(folder->folder);
    const struct dirent *entry;
    bool done = list != NULL;

    while (done && (done = reserve(folder) && next_entry(list, &entry)) && entry)
        if (backup_name_is(entry->d_name))
            memcpy(folder->names[folder->count++].text, entry->d_name, BACKUP_NAME_LENGTH + 1);
    if (list)
        closedir(list);
    if (!done)
        log_error("%s cannot be read: %s", folder->path, strerror(errno));
    else if (folder->count)
        qsort(folder->names, folder->count, sizeof *folder->names, compare_names);
    return done;
}

/* Opening. */

/* What a folder may have that is not marked yet. */
static bool is_empty(int folder)
{
    static const char *const allowed[] = {".", "..", "lost+found", "lock", "caregen-backups.new"};
    DIR *list = backup_folder_entries(folder);
    const struct dirent *entry;
    bool empty = list != NULL;

    while (empty && (empty = next_entry(list, &entry)) && entry) {
        empty = false;
        for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
            empty = empty || strcmp(entry->d_name, allowed[i]) == 0;
    }
    if (list)
        closedir(list);
    return empty;
}

/* Whether the folder is marked as this app's; *marked whether it is at all. */
static bool check_marker(const struct backup_folder *folder, struct arena *arena, bool *marked)
{
    const char *path = arena_printf(arena, "%s/%s", folder->path, marker).bytes;
    struct text text = path ? key_file_read(arena, path) : text_none();
    size_t before = sizeof marker_begins - 1;

    *marked = text.bytes != NULL;
    if (!*marked)
        return true;
    if (text.length > before && memcmp(text.bytes, marker_begins, before) == 0 &&
        text_is((struct text){text.bytes + before, text.length - before}, folder->app))
        return true;
    log_error("%s has the %.*s, and this is the server of %s: name another folder", folder->path,
              TEXT_PRINTED(text), folder->app);
    return false;
}

/* Who follows takes old backups away now and then, which is soon done: whoever reads waits for that. */
static bool lock_soon(int lock, bool shared)
{
    enum { ATTEMPTS = 20, PAUSE = 100000 };
    bool done = flock(lock, (shared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0;

    for (int i = 0; !done && shared && errno == EWOULDBLOCK && i < ATTEMPTS; i++) {
        usleep(PAUSE);
        done = flock(lock, LOCK_SH | LOCK_NB) == 0;
    }
    return done;
}

static bool take_lock(struct backup_folder *folder, bool shared)
{
    folder->lock = openat(folder->folder, "lock",
                          (shared ? O_RDONLY : O_RDWR | O_CREAT) | O_NOFOLLOW | O_CLOEXEC, 0600);
    /* A copy of the folder may lack it, and nobody makes backups there. */
    if (folder->lock < 0 && shared && errno == ENOENT)
        return true;
    if (folder->lock >= 0 && lock_soon(folder->lock, shared))
        return true;
    if (errno == EWOULDBLOCK)
        log_error("%s is in use by another backup, or by one that is being restored or verified: "
                  "try again when that is done",
                  folder->path);
    else
        log_error("%s/lock cannot be used: %s", folder->path, strerror(errno));
    return false;
}

static bool open_path(struct backup_folder *folder, const char *path, const char *app)
{
    *folder = (struct backup_folder){.path = path, .app = app, .files = -1, .lock = -1};
    folder->folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder->folder < 0)
        log_error("%s cannot be opened: %s", path, strerror(errno));
    return folder->folder >= 0;
}

static bool open_files(struct backup_folder *folder)
{
    folder->files =
        openat(folder->folder, "files", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder->files < 0)
        log_error("%s/files cannot be opened: %s", folder->path, strerror(errno));
    return folder->files >= 0;
}

/* Where a path leads, or would if it was made: the folder above it that is there. */
static char *real_path(const char *path)
{
    char *copy = strdup(path);
    char *found = copy ? realpath(copy, NULL) : NULL;

    while (copy && !found && errno == ENOENT && strcmp(copy, ".") != 0) {
        char *slash = strrchr(copy, '/');
        if (slash == copy)
            copy[1] = '\0';
        else if (slash)
            *slash = '\0';
        else
            snprintf(copy, strlen(copy) + 1, ".");
        found = realpath(copy, NULL);
        if (slash == copy)
            break;
    }
    free(copy);
    return found;
}

/* Backups in the data's own folder are lost with it. */
static bool is_apart(const char *path, const char *data)
{
    char *backups = real_path(path);
    char *server = realpath(data, NULL);
    size_t length = server ? strlen(server) : 0;
    bool inside = backups && server && strncmp(backups, server, length) == 0 &&
                  (backups[length] == '/' || !backups[length]);

    if (inside)
        log_error(
            "%s is in the server's own folder, and would be lost with it: name one on another "
            "disk",
            path);
    free(backups);
    free(server);
    return !inside;
}

bool backup_folder_enter(struct backup_folder *folder, struct arena *arena, const char *path,
                         const char *app, const char *data)
{
    const char *marker_path = arena_printf(arena, "%s/%s", path, marker).bytes;
    struct text text = arena_printf(arena, "%s%s", marker_begins, app);
    bool marked = false;

    *folder = (struct backup_folder){.folder = -1, .files = -1, .lock = -1};
    if (!marker_path || !text.bytes || !is_apart(path, data) || !data_folder_make(arena, path) ||
        !open_path(folder, path, app) || !check_marker(folder, arena, &marked))
        return false;
    if (!marked && !is_empty(folder->folder)) {
        log_error("%s is not empty, and holds no backups: name another folder", path);
        return false;
    }
    if (!take_lock(folder, false))
        return false;
    if (!marked && !secret_file_write(arena, marker_path, text)) {
        log_error("%s cannot be written: %s", marker_path, strerror(errno));
        return false;
    }
    if (mkdirat(folder->folder, "files", 0700) != 0 && errno != EEXIST) {
        log_error("%s/files cannot be made: %s", path, strerror(errno));
        return false;
    }
    return open_files(folder) && read_names(folder);
}

bool backup_folder_look(struct backup_folder *folder, struct arena *arena, const char *path,
                        const char *app)
{
    bool marked;

    if (!open_path(folder, path, app) || !check_marker(folder, arena, &marked))
        return false;
    if (!marked)
        log_error("%s holds no backups: it lacks the file %s", path, marker);
    return marked && open_files(folder) && read_names(folder);
}

void backup_folder_share(const struct backup_folder *folder)
{
    (void)flock(folder->lock, LOCK_SH);
}

bool backup_folder_claim(const struct backup_folder *folder)
{
    return flock(folder->lock, LOCK_EX | LOCK_NB) == 0;
}

bool backup_folder_is_there(const struct backup_folder *folder)
{
    struct stat opened;
    struct stat named;

    return fstat(folder->folder, &opened) == 0 && stat(folder->path, &named) == 0 &&
           opened.st_ino == named.st_ino && opened.st_dev == named.st_dev &&
           faccessat(folder->folder, marker, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

bool backup_folder_is_marked(struct arena *arena, const char *path)
{
    const char *marker_path = arena_printf(arena, "%s/%s", path, marker).bytes;

    return marker_path && access(marker_path, F_OK) == 0;
}

bool backup_folder_open(struct backup_folder *folder, struct arena *arena, const char *path,
                        const char *app)
{
    bool marked;

    if (!open_path(folder, path, app) || !check_marker(folder, arena, &marked))
        return false;
    if (!marked) {
        log_error("%s holds no backups: it lacks the file %s", path, marker);
        return false;
    }
    return take_lock(folder, true) && open_files(folder) && read_names(folder);
}

static void close_one(int file)
{
    if (file >= 0)
        close(file);
}

void backup_folder_close(struct backup_folder *folder)
{
    close_one(folder->files);
    close_one(folder->lock);
    close_one(folder->folder);
    free(folder->names);
    folder->names = NULL;
    folder->count = folder->capacity = 0;
}

/* One backup. */

int backup_folder_open_one(const struct backup_folder *folder, const char *name)
{
    int one = openat(folder->folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

    if (one < 0)
        log_error("%s/%s cannot be opened: %s", folder->path, name, strerror(errno));
    return one;
}

/* Removes a folder with its files, and those of the folders in it, `depth` of them. */
static bool remove_all(int parent, const char *name, int depth)
{
    int one = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *list = one >= 0 ? backup_folder_entries(one) : NULL;
    const struct dirent *entry;
    bool done = list != NULL;

    if (one < 0 && errno == ENOENT)
        return true;
    while (done && (done = next_entry(list, &entry)) && entry)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            done = unlinkat(one, entry->d_name, 0) == 0 ||
                   (errno == EISDIR && depth > 0 && remove_all(one, entry->d_name, depth - 1));
    if (list)
        closedir(list);
    close_one(one);
    return done && unlinkat(parent, name, AT_REMOVEDIR) == 0;
}

/* It is unfinished before anything of it goes: what is left when this is cut off is known for what it is. */
bool backup_folder_remove(const struct backup_folder *folder, const char *name)
{
    bool done = remove_all(folder->folder, BACKUP_UNFINISHED, 1);

    if (strcmp(name, BACKUP_UNFINISHED) != 0)
        done = done &&
               (renameat(folder->folder, name, folder->folder, BACKUP_UNFINISHED) == 0 ||
                errno == ENOENT) &&
               fsync(folder->folder) == 0 && remove_all(folder->folder, BACKUP_UNFINISHED, 1);
    if (!done)
        log_error("%s/%s cannot be removed: %s", folder->path, name, strerror(errno));
    return done;
}

int backup_folder_begin(struct backup_folder *folder)
{
    int one = -1;

    if (!backup_folder_remove(folder, BACKUP_UNFINISHED))
        return -1;
    if (mkdirat(folder->folder, BACKUP_UNFINISHED, 0700) == 0)
        one = openat(folder->folder, BACKUP_UNFINISHED,
                     O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (one < 0)
        log_error("%s/%s cannot be made: %s", folder->path, BACKUP_UNFINISHED, strerror(errno));
    return one;
}

void backup_folder_give_up(struct backup_folder *folder)
{
    (void)backup_folder_remove(folder, BACKUP_UNFINISHED);
}

static bool flush(int parent, const char *name)
{
    int folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done = folder >= 0 && fsync(folder) == 0;

    close_one(folder);
    return done;
}

bool backup_folder_finish(struct backup_folder *folder, const struct backup_name *name)
{
    /* Once it has its name, nothing can fail to know of it. */
    bool done = reserve(folder) && flush(folder->folder, BACKUP_UNFINISHED) &&
                fsync(folder->files) == 0 &&
                renameat(folder->folder, BACKUP_UNFINISHED, folder->folder, name->text) == 0 &&
                fsync(folder->folder) == 0;

    if (done)
        folder->names[folder->count++] = *name;
    else
        log_error("%s/%s cannot be finished: %s", folder->path, name->text, strerror(errno));
    return done;
}
