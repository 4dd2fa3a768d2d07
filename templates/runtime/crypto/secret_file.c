/* secret_file.c - see secret_file.h. */
#include "crypto/secret_file.h"

#include "base/log.h"
#include "base/read_all.h"
#include "base/write_all.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <unistd.h>

/* Whether the file's mode gives none of these rights (S_IRWXO, S_IRWXG); else the reason, and what to do, go to
 * the log. */
static bool is_private(const struct stat *status, const char *path, mode_t others)
{
    if (!(status->st_mode & others))
        return true;
    log_error("%s can be read by others (mode %04o): make it private, chmod 600, and think of what "
              "they may have read",
              path, (unsigned)(status->st_mode & 07777));
    return false;
}

static bool take(int file, struct arena *arena, const char *path, size_t limit, struct text *secret)
{
    char *bytes = arena_alloc_bytes(arena, limit + 2);
    /* One more than the limit tells that it is too large. */
    ssize_t length = bytes ? read_all(file, bytes, limit + 1) : -1;

    if (length < 0) {
        log_error("%s cannot be read: %s", path, strerror(errno));
        return false;
    }
    *secret = (struct text){bytes, (size_t)length};
    while (secret->length && (unsigned char)bytes[secret->length - 1] <= ' ')
        secret->length--;
    bytes[secret->length] = '\0';
    if (secret->length && (size_t)length <= limit)
        return true;
    log_error(secret->length ? "%s is too large" : "%s is empty", path);
    sodium_memzero(bytes, (size_t)length);
    return false;
}

bool secret_file_read(struct arena *arena, const char *path, size_t limit, mode_t others,
                      struct text *secret)
{
    struct stat status;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool done = false;

    if (file < 0 || fstat(file, &status) != 0)
        log_error("%s cannot be read: %s", path, strerror(errno));
    else
        done = is_private(&status, path, others) && take(file, arena, path, limit, secret);
    if (file >= 0)
        close(file);
    return done;
}

/* Puts the directory's entries on disk. */
static bool sync_folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    struct text folder =
        slash ? arena_copy(arena, (struct text){path, (size_t)(slash - path) + 1}) : text_of(".");
    int directory = folder.bytes ? open(folder.bytes, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    bool done = directory >= 0 && fsync(directory) == 0;

    if (directory >= 0)
        close(directory);
    return done;
}

bool secret_file_write(struct arena *arena, const char *path, struct text text)
{
    const char *new_path = arena_printf(arena, "%s.new", path).bytes;
    int file = new_path ? open(new_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
    bool done;

    if (file < 0)
        return false;
    done = write_all(file, text.bytes, text.length) && write_all(file, "\n", 1) && fsync(file) == 0;
    done = close(file) == 0 && done;
    if (done && rename(new_path, path) == 0)
        return sync_folder_of(arena, path);
    unlink(new_path);
    return false;
}
