/* whole_file.c - see whole_file.h. */
#include "program/whole_file.h"

#include "base/log.h"
#include "base/write_all.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 65536 };

struct copying {
    int to; /* -1: the bytes are only read */
    struct file_digest *digest;
};

/* Reads to the end, and writes where that is asked for. */
static bool run_through(int file, const struct copying *copying)
{
    unsigned char piece[PIECE];
    crypto_hash_sha256_state state;
    struct file_digest *digest = copying->digest;
    ssize_t got;

    digest->size = 0;
    crypto_hash_sha256_init(&state);
    while ((got = read(file, piece, sizeof piece)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 || (copying->to >= 0 && !write_all(copying->to, piece, (size_t)got)))
            return false;
        crypto_hash_sha256_update(&state, piece, (unsigned long long)got);
        digest->size += got;
    }
    crypto_hash_sha256_final(&state, digest->sha256);
    return true;
}

static bool read_digest(int folder, const char *name, bool from_disk, struct file_digest *digest)
{
    struct copying copying = {.to = -1, .digest = digest};
    int file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    bool done = file >= 0;
    int reason;

    /* An advice: pages that are on disk are forgotten. */
    if (done && from_disk)
        (void)posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
    done = done && run_through(file, &copying);
    reason = errno;
    if (file >= 0)
        close(file);
    errno = reason;
    return done;
}

bool file_digest_read(int folder, const char *name, struct file_digest *digest)
{
    return read_digest(folder, name, false, digest);
}

bool file_digest_read_back(int folder, const char *name, struct file_digest *digest)
{
    return read_digest(folder, name, true, digest);
}

static bool is_same(const struct file_digest *a, const struct file_digest *b)
{
    return a->size == b->size && memcmp(a->sha256, b->sha256, FILE_HASH_BYTES) == 0;
}

/* Writes the file, flushes it, and reads it again. */
static bool write_part(int file, int folder, const char *part, struct file_digest *digest)
{
    struct file_digest again;
    struct copying copying = {
        .to = openat(folder, part, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600),
        .digest = digest,
    };
    bool done = copying.to >= 0 && run_through(file, &copying) && fsync(copying.to) == 0;
    int reason = errno;

    if (copying.to >= 0 && close(copying.to) != 0 && done) {
        reason = errno;
        done = false;
    }
    errno = reason;
    if (!done || !file_digest_read_back(folder, part, &again))
        return false;
    if (is_same(digest, &again))
        return true;
    errno = EIO;
    return false;
}

static bool name_part(const char *name, char part[NAME_MAX + 1])
{
    int length = snprintf(part, NAME_MAX + 1, "%s.part", name);

    return length > 0 && length <= NAME_MAX;
}

/* The disk is told to begin, so that many are under way when the first is waited for. */
bool whole_file_write(int file, int folder, const char *name, struct file_digest *digest)
{
    char part[NAME_MAX + 1];
    struct copying copying = {.to = -1, .digest = digest};
    bool done;
    int reason;

    if (!name_part(name, part))
        return false;
    copying.to = openat(folder, part, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    done = copying.to >= 0 && run_through(file, &copying);
    reason = errno;
    if (done)
        (void)sync_file_range(copying.to, 0, 0, SYNC_FILE_RANGE_WRITE);
    if (copying.to >= 0)
        close(copying.to);
    if (!done)
        unlinkat(folder, part, 0);
    errno = reason;
    return done;
}

bool whole_file_settle(int folder, const char *name)
{
    char part[NAME_MAX + 1];
    int file;
    bool done;

    if (!name_part(name, part))
        return false;
    file = openat(folder, part, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
    done = file >= 0 && fsync(file) == 0;
    if (file >= 0)
        done = close(file) == 0 && done;
    return done && renameat(folder, part, folder, name) == 0;
}

bool whole_file_copy(int file, int folder, const char *name, struct file_digest *digest)
{
    char part[NAME_MAX + 1];
    bool done;

    if (!name_part(name, part))
        return false;
    done = write_part(file, folder, part, digest) && renameat(folder, part, folder, name) == 0;
    if (!done) {
        log_error("%s cannot be copied: %s", name, strerror(errno));
        unlinkat(folder, part, 0);
    }
    return done;
}

bool whole_file_copy_of(int from, const char *from_name, int folder, const char *name,
                        struct file_digest *digest)
{
    int file = openat(from, from_name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    bool done = file >= 0 && whole_file_copy(file, folder, name, digest);

    if (file < 0)
        log_error("%s cannot be read: %s", from_name, strerror(errno));
    else
        close(file);
    return done;
}
