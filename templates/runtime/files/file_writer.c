/* file_writer.c - see file_writer.h. */
#include "files/file_writer.h"

#include "base/log.h"
#include "base/write_all.h"
#include "files/file_seal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct file_writer {
    int folder;
    int file; /* -1: nothing is written */
    bool has_begun;
    bool failed;
    int64_t size;
    size_t held; /* contents in chunk[] */
    struct file_seal seal;
    char id[FILE_ID_LENGTH + 1];
    unsigned char key[KEY_BYTES];
    unsigned char chunk[FILE_CHUNK_SEALED];
};

struct file_writer *file_writer_new(int folder, const char *id, const unsigned char *key)
{
    struct file_writer *writer = malloc(sizeof *writer);

    if (!writer)
        return NULL;
    writer->folder = folder;
    writer->file = -1;
    writer->has_begun = writer->failed = false;
    writer->size = 0;
    writer->held = 0;
    memcpy(writer->id, id, FILE_ID_LENGTH);
    writer->id[FILE_ID_LENGTH] = '\0';
    memcpy(writer->key, key, KEY_BYTES);
    return writer;
}

size_t file_writer_take(struct file_writer *writer, const char *bytes, size_t length)
{
    size_t room = FILE_CHUNK - writer->held;
    size_t taken = length < room ? length : room;

    memcpy(writer->chunk + FILE_CHUNK_TAG + writer->held, bytes, taken);
    writer->held += taken;
    writer->size += (int64_t)taken;
    return taken;
}

struct text file_writer_held(const struct file_writer *writer)
{
    return (struct text){(const char *)writer->chunk + FILE_CHUNK_TAG, writer->held};
}

int64_t file_writer_size(const struct file_writer *writer)
{
    return writer->size;
}

bool file_writer_has_written(const struct file_writer *writer)
{
    return writer->has_begun;
}

/* Makes the file, which is not there. */
static bool begin(struct file_writer *writer)
{
    unsigned char header[FILE_HEADER];

    writer->has_begun = true;
    writer->file = openat(writer->folder, writer->id,
                          O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (writer->file < 0)
        return false;
    file_seal_begin(&writer->seal, writer->key, writer->id, header);
    return write_all(writer->file, header, sizeof header);
}

static bool write_chunk(struct file_writer *writer, bool is_last)
{
    size_t sealed;

    if (writer->failed || (!writer->has_begun && !begin(writer)))
        return false;
    sealed = file_seal_push(&writer->seal, writer->chunk, writer->held, is_last);
    writer->held = 0;
    return write_all(writer->file, writer->chunk, sealed);
}

static bool fail_writing(struct file_writer *writer)
{
    log_error("a file cannot be kept: %s", strerror(errno));
    writer->failed = true;
    if (writer->file >= 0) {
        close(writer->file);
        writer->file = -1;
        unlinkat(writer->folder, writer->id, 0);
    }
    return false;
}

bool file_writer_write(struct file_writer *writer)
{
    return write_chunk(writer, false) || fail_writing(writer);
}

bool file_writer_end(struct file_writer *writer)
{
    bool done = write_chunk(writer, true) && fsync(writer->file) == 0;

    if (!done)
        return fail_writing(writer);
    done = close(writer->file) == 0;
    writer->file = -1;
    if (!done) {
        log_error("a file cannot be kept: %s", strerror(errno));
        unlinkat(writer->folder, writer->id, 0);
    }
    writer->failed = true; /* nothing more can be written */
    return done;
}

void file_writer_free(struct file_writer *writer, bool remove)
{
    if (!writer)
        return;
    if (writer->file >= 0)
        close(writer->file);
    if (remove && writer->has_begun)
        unlinkat(writer->folder, writer->id, 0);
    sodium_memzero(writer, sizeof *writer);
    free(writer);
}
