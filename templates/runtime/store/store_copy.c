/* store_copy.c - see store_copy.h. The copy is made whole and flushed under another name, and only then
 * given its own: a file of that name is a complete copy. */
#include "store/store_copy.h"

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PAGES_A_STEP = 1024, LONGEST_PATH = 4096 };

/* Without a transaction of its own the copy would begin anew at each commit of another process, and never
 * end under load; within one, all pages are of one moment. Meanwhile the log grows. */
static bool hold_view(sqlite3 *database)
{
    return sqlite3_exec(database, "BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1", NULL, NULL, NULL) ==
           SQLITE_OK;
}

static int copy_pages(sqlite3 *database, sqlite3 *copy)
{
    sqlite3_backup *backup = sqlite3_backup_init(copy, "main", database, "main");
    int result = backup ? SQLITE_OK : sqlite3_errcode(copy);
    int end;

    while (backup && (result == SQLITE_OK || result == SQLITE_BUSY || result == SQLITE_LOCKED)) {
        result = sqlite3_backup_step(backup, PAGES_A_STEP);
        if (result == SQLITE_BUSY || result == SQLITE_LOCKED)
            sqlite3_sleep(10);
    }
    end = backup ? sqlite3_backup_finish(backup) : result;
    return result == SQLITE_DONE ? end : result;
}

/* The copy has no log, so that it is read where nothing can be written; a server gives it one. */
static int make_copy(sqlite3 *database, sqlite3 *copy)
{
    bool holds = sqlite3_get_autocommit(database) && hold_view(database);
    int result = copy_pages(database, copy);

    if (holds)
        (void)sqlite3_exec(database, "COMMIT", NULL, NULL, NULL);
    if (result == SQLITE_OK)
        result = sqlite3_exec(copy, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL);
    return result;
}

static bool flush(const char *path)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    bool done = descriptor >= 0 && fsync(descriptor) == 0;

    if (descriptor >= 0)
        close(descriptor);
    return done;
}

/* Not over what is there; where a file system has no links, one has looked before. */
static bool give_name(const char *part, const char *path)
{
    return link(part, path) == 0 ||
           ((errno == EPERM || errno == EOPNOTSUPP) && rename(part, path) == 0);
}

bool store_copy_database(struct sqlite3 *database, const char *path)
{
    char part[LONGEST_PATH];
    sqlite3 *copy = NULL;
    int length = snprintf(part, sizeof part, "%s.part", path);
    int result;
    bool done;

    if (length < 0 || (size_t)length >= sizeof part || access(path, F_OK) == 0)
        return false;
    if (unlink(part) != 0 && errno != ENOENT)
        return false;
    result = sqlite3_open_v2(part, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    if (result == SQLITE_OK)
        result = make_copy(database, copy);
    if (result != SQLITE_OK)
        log_error("%s cannot be made: %s", path, sqlite3_errstr(result));
    done = sqlite3_close(copy) == SQLITE_OK && result == SQLITE_OK;
    done = done && flush(part) && give_name(part, path);
    unlink(part);
    return done;
}
