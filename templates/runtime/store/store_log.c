/* store_log.c - see store_log.h.
 *
 * A file system that leaves everything to the usual one, but for files that are opened as a
 * write-ahead log: those keep what is appended until a piece is full, or anything else is asked of
 * the file. Nothing can be lost by this: a commit counts, and other connections are told of it,
 * when the log has been put on disk, which writes the piece first; and in the connection itself
 * every way to read the file does so as well. */
#include "store/store_log.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum { PIECE_BYTES = 128 * 1024 };

struct log_file {
    sqlite3_file file; /* first: what SQLite knows */
    sqlite3_file *real;
    char *piece;          /* NULL: it is written as it comes */
    int length;           /* bytes of the piece */
    sqlite3_int64 offset; /* of the piece's first byte */
};

/* Behind the struct stands the real file's. */
enum { REAL_OFFSET = (sizeof(struct log_file) + 15) / 16 * 16 };

static struct log_file *log_of(sqlite3_file *file)
{
    return (struct log_file *)file;
}

static int write_piece(struct log_file *log)
{
    int length = log->length;

    log->length = 0;
    if (!length)
        return SQLITE_OK;
    return log->real->pMethods->xWrite(log->real, log->piece, length, log->offset);
}

static int log_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset)
{
    struct log_file *log = log_of(file);
    int result = SQLITE_OK;

    if (log->length && (offset != log->offset + log->length || count > PIECE_BYTES - log->length))
        result = write_piece(log);
    if (result != SQLITE_OK)
        return result;
    if (count > PIECE_BYTES || !log->piece)
        return log->real->pMethods->xWrite(log->real, bytes, count, offset);
    if (!log->length)
        log->offset = offset;
    memcpy(log->piece + log->length, bytes, (size_t)count);
    log->length += count;
    return SQLITE_OK;
}

static int log_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset)
{
    struct log_file *log = log_of(file);
    int result = write_piece(log);

    return result != SQLITE_OK ? result
                               : log->real->pMethods->xRead(log->real, bytes, count, offset);
}

static int log_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    struct log_file *log = log_of(file);
    int result = write_piece(log);

    return result != SQLITE_OK ? result : log->real->pMethods->xTruncate(log->real, size);
}

static int log_sync(sqlite3_file *file, int flags)
{
    struct log_file *log = log_of(file);
    int result = write_piece(log);

    return result != SQLITE_OK ? result : log->real->pMethods->xSync(log->real, flags);
}

static int log_size(sqlite3_file *file, sqlite3_int64 *size)
{
    struct log_file *log = log_of(file);
    int result = write_piece(log);

    return result != SQLITE_OK ? result : log->real->pMethods->xFileSize(log->real, size);
}

static int log_close(sqlite3_file *file)
{
    struct log_file *log = log_of(file);
    int written = write_piece(log);
    int closed = log->real->pMethods->xClose(log->real);

    sqlite3_free(log->piece);
    log->piece = NULL;
    return written != SQLITE_OK ? written : closed;
}

static int log_lock(sqlite3_file *file, int level)
{
    return log_of(file)->real->pMethods->xLock(log_of(file)->real, level);
}

static int log_unlock(sqlite3_file *file, int level)
{
    return log_of(file)->real->pMethods->xUnlock(log_of(file)->real, level);
}

static int log_check_lock(sqlite3_file *file, int *locked)
{
    return log_of(file)->real->pMethods->xCheckReservedLock(log_of(file)->real, locked);
}

static int log_control(sqlite3_file *file, int operation, void *argument)
{
    return log_of(file)->real->pMethods->xFileControl(log_of(file)->real, operation, argument);
}

static int log_sector_size(sqlite3_file *file)
{
    return log_of(file)->real->pMethods->xSectorSize(log_of(file)->real);
}

static int log_characteristics(sqlite3_file *file)
{
    return log_of(file)->real->pMethods->xDeviceCharacteristics(log_of(file)->real);
}

static int log_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
    static const sqlite3_io_methods methods = {
        .iVersion = 1,
        .xClose = log_close,
        .xRead = log_read,
        .xWrite = log_write,
        .xTruncate = log_truncate,
        .xSync = log_sync,
        .xFileSize = log_size,
        .xLock = log_lock,
        .xUnlock = log_unlock,
        .xCheckReservedLock = log_check_lock,
        .xFileControl = log_control,
        .xSectorSize = log_sector_size,
        .xDeviceCharacteristics = log_characteristics,
    };
    sqlite3_vfs *usual = sqlite3_vfs_find(NULL);
    struct log_file *log = log_of(file);
    int result;

    (void)vfs;
    if (!(flags & SQLITE_OPEN_WAL))
        return usual->xOpen(usual, name, file, flags, out);
    *log = (struct log_file){.real = (sqlite3_file *)(void *)((char *)file + REAL_OFFSET)};
    result = usual->xOpen(usual, name, log->real, flags, out);
    if (result != SQLITE_OK)
        return result;
    log->file.pMethods = &methods;
    /* Else SQLite would put pages behind a commit that it does not put on disk. */
    if (log->real->pMethods->xDeviceCharacteristics(log->real) & SQLITE_IOCAP_POWERSAFE_OVERWRITE)
        log->piece = sqlite3_malloc(PIECE_BYTES);
    return SQLITE_OK;
}

const char *store_log_register(void)
{
    static const char name[] = "caregen";
    static sqlite3_vfs vfs;
    sqlite3_vfs *usual = sqlite3_vfs_find(NULL);

    if (sqlite3_vfs_find(name))
        return name;
    if (!usual)
        return NULL;
    vfs = *usual;
    vfs.zName = name;
    vfs.szOsFile = REAL_OFFSET + usual->szOsFile;
    vfs.xOpen = log_open;
    vfs.pNext = NULL;
    return sqlite3_vfs_register(&vfs, 0) == SQLITE_OK ? name : NULL;
}
