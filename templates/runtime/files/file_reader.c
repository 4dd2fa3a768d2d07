/* file_reader.c - see file_reader.h. Chunks before the first that is wanted are passed over: of them only the ends are
 * read, which those behind them depend on. */
#include "files/file_reader.h"

#include "base/log.h"
#include "base/read_all.h"
#include "files/file_seal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct file_reader {
    const struct blob_store *store;
    char id[FILE_ID_LENGTH + 1];
    unsigned char key[KEY_BYTES];
    struct file_seal seal;
    bool is_open;            /* the header has been read */
    bool failed;             /* for good */
    int64_t size;            /* of the whole file */
    int64_t first;           /* the chunk with the first byte that is wanted */
    int64_t chunk;           /* the one that is read next */
    int64_t skip;            /* bytes of the first chunk that are not wanted */
    int64_t left;            /* bytes that are wanted still */
    struct blob_piece piece; /* its file is -1 when there is none */
    int64_t piece_end;       /* of the contents' bytes, where those at hand end */
    int64_t wanted_end;      /* and those that are wanted */
    size_t at;               /* in plain[] */
    size_t length;           /* of plain[] */
    unsigned char sealed[FILE_CHUNK_SEALED];
};

/* Reads up to the length at that place of the contents; less at the end of the file, -1 on error. */
static ssize_t read_at(const struct file_reader *reader, int64_t place, unsigned char *bytes,
                       size_t length)
{
    return read_all_at(reader->piece.file, bytes, length, place - reader->piece.begins);
}

/* Where the contents' bytes of a chunk end. */
static int64_t chunk_end(const struct file_reader *reader, int64_t chunk)
{
    int64_t whole = file_seal_size(reader->size);
    int64_t end = file_seal_offset(chunk + 1);

    return end < whole ? end : whole;
}

static bool fail_reading(struct file_reader *reader)
{
    reader->failed = true;
    log_error("a stored file is damaged, or was tampered with");
    return false;
}

static bool open_seal(struct file_reader *reader)
{
    unsigned char header[FILE_HEADER];

    if (read_at(reader, 0, header, sizeof header) != (ssize_t)sizeof header ||
        !file_seal_open(&reader->seal, reader->key, reader->id, header))
        return fail_reading(reader);
    reader->is_open = true;
    return true;
}

/* Passes over the chunks that are at hand and not wanted. */
static bool pass_over(struct file_reader *reader)
{
    unsigned char mac[FILE_CHUNK_MAC];

    for (; reader->chunk < reader->first; reader->chunk++) {
        int64_t end = chunk_end(reader, reader->chunk);
        if (end > reader->piece_end)
            break;
        if (read_at(reader, end - FILE_CHUNK_MAC, mac, sizeof mac) != (ssize_t)sizeof mac)
            return fail_reading(reader);
        file_seal_skip(&reader->seal, mac);
    }
    return true;
}

/* Takes over what the store has answered. */
static bool take_piece(struct file_reader *reader, struct blob_piece piece, int64_t end)
{
    if (reader->piece.file >= 0)
        close(reader->piece.file);
    reader->piece = piece;
    reader->piece_end = end;
    return (reader->is_open || open_seal(reader)) && pass_over(reader);
}

struct file_reader *file_reader_open(const struct blob_store *store, struct text id,
                                     const unsigned char *key, int64_t size, int64_t first,
                                     int64_t last)
{
    struct file_reader *reader;
    bool unavailable;

    if (id.length != FILE_ID_LENGTH || file_seal_size(size) < 0 || first < 0 || last >= size ||
        last < first - 1)
        return NULL;
    reader = malloc(sizeof *reader);
    if (!reader)
        return NULL;
    reader->store = store;
    memcpy(reader->id, id.bytes, FILE_ID_LENGTH);
    reader->id[FILE_ID_LENGTH] = '\0';
    memcpy(reader->key, key, KEY_BYTES);
    reader->is_open = reader->failed = false;
    reader->size = size;
    reader->first = last < first ? 0 : first / FILE_CHUNK;
    reader->chunk = 0;
    reader->skip = first - reader->first * FILE_CHUNK;
    reader->left = last - first + 1;
    reader->piece = (struct blob_piece){.file = -1};
    reader->piece_end = 0;
    reader->wanted_end = last < first ? FILE_HEADER : chunk_end(reader, last / FILE_CHUNK);
    reader->at = reader->length = 0;
    if (store->window == 0 && !file_reader_fetch(reader, &unavailable)) {
        file_reader_close(reader);
        return NULL;
    }
    return reader;
}

bool file_reader_waits(const struct file_reader *reader)
{
    if (reader->failed)
        return false;
    return !reader->is_open || (reader->left > 0 && reader->at == reader->length &&
                                chunk_end(reader, reader->chunk) > reader->piece_end);
}

/* Fetches the next window, which ends with a chunk. */
static bool fetch_once(struct file_reader *reader, bool *unavailable)
{
    int64_t begin = reader->is_open ? file_seal_offset(reader->chunk) : 0;
    int64_t chunks = reader->store->window / FILE_CHUNK_SEALED;
    int64_t end = reader->store->window ? file_seal_offset(reader->chunk + chunks) : INT64_MAX;
    struct blob_piece piece;
    enum blob_result result;

    if (end > reader->wanted_end)
        end = reader->wanted_end;
    result = reader->store->get(reader->id, begin, end - begin, &piece);
    *unavailable = result == BLOB_UNAVAILABLE;
    if (result == BLOB_DONE)
        return take_piece(reader, piece, end);
    if (!*unavailable)
        log_error("the contents %s of a stored file are missing", reader->id);
    return false;
}

bool file_reader_fetch(struct file_reader *reader, bool *unavailable)
{
    bool done = true;

    *unavailable = false;
    do
        done = fetch_once(reader, unavailable);
    while (done && reader->chunk < reader->first);
    return done;
}

/* Opens the next chunk. The last one must come where the file's size says. */
static bool open_chunk(struct file_reader *reader)
{
    int64_t begin = file_seal_offset(reader->chunk);
    int64_t end = chunk_end(reader, reader->chunk);
    size_t sealed = (size_t)(end - begin);
    bool is_last;

    if (read_at(reader, begin, reader->sealed, sealed) != (ssize_t)sealed ||
        !file_seal_pull(&reader->seal, reader->sealed, sealed, &is_last) ||
        is_last != (end == file_seal_size(reader->size)))
        return fail_reading(reader);
    reader->chunk++;
    reader->at = (size_t)reader->skip;
    reader->length = sealed - FILE_CHUNK_TAG - FILE_CHUNK_MAC;
    reader->skip = 0;
    return true;
}

ssize_t file_reader_take(struct file_reader *reader, char *bytes, size_t limit)
{
    size_t here;

    if (reader->failed)
        return FILE_READER_FAILED;
    if (reader->left == 0)
        return 0;
    if (file_reader_waits(reader))
        return FILE_READER_WAITS;
    if (reader->at == reader->length && !open_chunk(reader))
        return FILE_READER_FAILED;
    here = reader->length - reader->at;
    if ((int64_t)here > reader->left)
        here = (size_t)reader->left;
    if (here > limit)
        here = limit;
    memcpy(bytes, reader->sealed + FILE_CHUNK_TAG + reader->at, here);
    reader->at += here;
    reader->left -= (int64_t)here;
    return (ssize_t)here;
}

void file_reader_close(struct file_reader *reader)
{
    if (!reader)
        return;
    if (reader->piece.file >= 0)
        close(reader->piece.file);
    sodium_memzero(reader, sizeof *reader);
    free(reader);
}
