/* data_folder.c - see data_folder.h. */
#include "program/data_folder.h"

#include "base/log.h"
#include "base/text.h"
#include "files/file_hold.h"
#include "files/file_unnamed.h"
#include "store/sql.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NUMBER_LIMIT = 32 };

static const char restoring[] = "restore-unfinished";

static const char *path_of(struct arena *arena, const char *folder, const char *name)
{
    return arena_printf(arena, "%s/%s", folder, name).bytes;
}

bool data_folder_make(struct arena *arena, const char *path)
{
    struct text text = text_of(path);
    char *copy = (char *)(uintptr_t)arena_copy(arena, text).bytes;

    for (size_t i = 1; copy && i <= text.length; i++) {
        if (i < text.length && copy[i] != '/')
            continue;
        copy[i] = '\0';
        if (mkdir(copy, 0700) != 0 && errno != EEXIST) {
            log_error("%s cannot be made: %s", copy, strerror(errno));
            return false;
        }
        copy[i] = path[i];
    }
    return copy != NULL;
}

/* One server at a time; the file tells which process it is. The lock ends with the process. */
static bool take_lock(struct data_folder *folder, struct arena *arena)
{
    const char *path = path_of(arena, folder->path, "lock");
    char holder[NUMBER_LIMIT] = "";
    ssize_t length;

    folder->lock = path ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
    if (folder->lock < 0) {
        log_error("%s cannot be written: %s", folder->path, strerror(errno));
        return false;
    }
    if (flock(folder->lock, LOCK_EX | LOCK_NB) != 0) {
        length = read(folder->lock, holder, sizeof holder - 1);
        log_error("%s is being served by process %d: stop that one first, or name another folder "
                  "with --data",
                  folder->path, length > 0 ? atoi(holder) : 0);
        return false;
    }
    snprintf(holder, sizeof holder, "%ld\n", (long)getpid());
    /* On a full disk nobody is told who has it. */
    if (ftruncate(folder->lock, 0) == 0)
        (void)!pwrite(folder->lock, holder, strlen(holder), 0);
    return true;
}

/* What a look into the folder finds. */
struct contents {
    bool keys;
    bool files;
    char other[256]; /* another app's database, or "" */
};

static bool is_there(struct arena *arena, const char *folder, const char *name)
{
    const char *path = path_of(arena, folder, name);
    struct stat status;

    return !path || stat(path, &status) == 0;
}

/* What cannot be read may be anything. */
static bool has_files(struct arena *arena, const char *folder)
{
    static const char *const own[] = {"new", FILE_HOLD_FOLDER, FILE_FOLLOW_FOLDER,
                                      FILE_UNNAMED_FOLDER};
    const char *path = path_of(arena, folder, "files");
    DIR *list = path ? opendir(path) : NULL;
    const struct dirent *entry;
    bool found = !list && (!path || errno != ENOENT);

    errno = 0;
    while (list && !found && (entry = readdir(list))) {
        found = entry->d_name[0] != '.';
        for (size_t i = 0; i < sizeof own / sizeof *own; i++)
            found = found && strcmp(entry->d_name, own[i]) != 0;
    }
    found = found || (list && errno != 0);
    if (list)
        closedir(list);
    return found;
}

static void find_other(const char *folder, struct contents *contents)
{
    DIR *list = opendir(folder);
    const struct dirent *entry;

    while (list && (entry = readdir(list))) {
        size_t length = strlen(entry->d_name);
        if (length > 3 && length < sizeof contents->other &&
            strcmp(entry->d_name + length - 3, ".db") == 0)
            memcpy(contents->other, entry->d_name, length + 1);
    }
    if (list)
        closedir(list);
}

static struct contents look_into(struct arena *arena, const char *folder)
{
    static const char *const keys[] = {"seal-key", "file-key", "audit-key"};
    struct contents contents = {.files = has_files(arena, folder)};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        contents.keys = contents.keys || is_there(arena, folder, keys[i]);
    find_other(folder, &contents);
    return contents;
}

static bool has_database(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && status.st_size > 0;
}

/* Notes that a first start, or a restore, has begun: on disk before anything is made. */
static bool note_beginning(const struct data_folder *folder, struct arena *arena, const char *name)
{
    const char *path = path_of(arena, folder->path, name);
    int file = path ? open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600) : -1;
    int directory = open(folder->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done = file >= 0 && directory >= 0 && fsync(directory) == 0;

    if (!done)
        log_error("%s cannot be written: %s", folder->path, strerror(errno));
    if (file >= 0)
        close(file);
    if (directory >= 0)
        close(directory);
    return done;
}

/* Nothing is served from here yet; may it begin? */
static bool may_begin(const struct data_folder *folder, struct arena *arena, const char *app)
{
    struct contents contents = look_into(arena, folder->path);

    if (contents.keys || contents.files) {
        log_error("%s is missing or empty, though its %s there: put it back from the backup; for a "
                  "new and empty server, name another folder with --data",
                  folder->database, contents.keys ? "keys are" : "files are");
        return false;
    }
    if (contents.other[0]) {
        log_error("%s holds no %s.db but %s: it is another app's folder; name another one with "
                  "--data",
                  folder->path, app, contents.other);
        return false;
    }
    return true;
}

bool data_folder_enter(struct data_folder *folder, struct arena *arena, const char *path,
                       const char *app)
{
    *folder = (struct data_folder){.path = path, .lock = -1};
    folder->database = arena_printf(arena, "%s/%s.db", path, app).bytes;
    if (!folder->database || !data_folder_make(arena, path) || !take_lock(folder, arena))
        return false;
    if (is_there(arena, path, restoring)) {
        log_error("%s holds a backup that was not restored to its end: empty the folder, and "
                  "restore again",
                  path);
        return false;
    }
    if (is_there(arena, path, "first-start")) {
        folder->is_new = true;
        return true;
    }
    folder->is_new = !has_database(folder->database);
    return !folder->is_new ||
           (may_begin(folder, arena, app) && note_beginning(folder, arena, "first-start"));
}

/* A disk of its own may have a folder that its file system made. */
static bool is_empty(const char *path)
{
    DIR *list = opendir(path);
    const struct dirent *entry;
    bool empty = list != NULL;

    errno = 0;
    while (empty && (entry = readdir(list)))
        empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
                strcmp(entry->d_name, "lost+found") == 0;
    empty = empty && errno == 0;
    if (list)
        closedir(list);
    return empty;
}

bool data_folder_enter_to_restore(struct data_folder *folder, struct arena *arena, const char *path)
{
    *folder = (struct data_folder){.path = path, .lock = -1};
    if (!data_folder_make(arena, path))
        return false;
    if (!is_empty(path)) {
        log_error(
            "%s is not empty%s: a backup is restored into an empty folder only; name one with "
            "--data",
            path, is_there(arena, path, restoring) ? ", but has a cut-off restore" : "");
        return false;
    }
    return take_lock(folder, arena) && note_beginning(folder, arena, restoring);
}

bool data_folder_check_database(const struct data_folder *folder,
                                struct store_connection *connection)
{
    struct arena arena;
    struct context context = {.arena = &arena};
    bool has_tables = false;
    bool done;

    if (folder->is_new)
        return true;
    arena_init(&arena);
    done = sql_exists(
        &context,
        sql_statement(&context, connection, "SELECT 1 FROM \"sqlite_schema\" LIMIT 1", NULL),
        &has_tables);
    arena_release(&arena);
    if (!done)
        log_error("%s cannot be read: %s", folder->database, store_error(connection));
    else if (!has_tables)
        log_error("%s is empty: put it back from the backup (a copy needs the file ending in -wal, "
                  "too); for a new and empty server, name another folder with --data",
                  folder->database);
    return done && has_tables;
}

bool data_folder_settle(const struct data_folder *folder)
{
    int directory = open(folder->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done = directory >= 0 && (unlinkat(directory, "first-start", 0) == 0 || errno == ENOENT) &&
                (unlinkat(directory, restoring, 0) == 0 || errno == ENOENT) &&
                fsync(directory) == 0;

    if (!done)
        log_error("%s cannot be written: %s", folder->path, strerror(errno));
    if (directory >= 0)
        close(directory);
    return done;
}

const char *data_folder_database(struct arena *arena, const char *path, const char *app)
{
    const char *database = arena_printf(arena, "%s/%s.db", path, app).bytes;

    if (database && has_database(database))
        return database;
    fprintf(stderr, "%s/%s.db is not there: name the server's folder with --data\n", path, app);
    return NULL;
}
