/* store_copy.c - see store_copy.h. The copy is made whole and flushed under another name, and only then
 * given its own: a file of that name is a complete copy. */
#include "store/store_copy.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PAGES_A_STEP = 1024, LONGEST_PATH = 4096 };

static bool copy_pages(sqlite3 *database, sqlite3 *copy)
{
    sqlite3_backup *backup = sqlite3_backup_init(copy, "main", database, "main");
    int result = backup ? SQLITE_OK : SQLITE_ERROR;

    while (backup && (result == SQLITE_OK || result == SQLITE_BUSY || result == SQLITE_LOCKED)) {
        result = sqlite3_backup_step(backup, PAGES_A_STEP);
        if (result == SQLITE_BUSY || result == SQLITE_LOCKED)
            sqlite3_sleep(10);
    }
    return backup && sqlite3_backup_finish(backup) == SQLITE_OK && result == SQLITE_DONE;
}

static bool flush(const char *path)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    bool done = descriptor >= 0 && fsync(descriptor) == 0;

    if (descriptor >= 0)
        close(descriptor);
    return done;
}

bool store_copy_database(struct sqlite3 *database, const char *path)
{
    char part[LONGEST_PATH];
    sqlite3 *copy = NULL;
    int length = snprintf(part, sizeof part, "%s.part", path);
    bool done;

    if (length < 0 || (size_t)length >= sizeof part || access(path, F_OK) == 0)
        return false;
    if (unlink(part) != 0 && errno != ENOENT)
        return false;
    done = sqlite3_open_v2(part, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) ==
               SQLITE_OK &&
           copy_pages(database, copy);
    done = sqlite3_close(copy) == SQLITE_OK && done;
    done = done && flush(part) && link(part, path) == 0;
    unlink(part);
    return done;
}
