/* blob_store.h - where the sealed contents of files are kept, whatever keeps them.
 *
 * A store knows ids (FILE_ID_LENGTH hex digits) and bytes, and neither names nor keys. Contents are written once: they
 * come whole and flushed from DATA/files/new, and what is under an id never changes. What a store answers is the truth of
 * that moment or BLOB_UNAVAILABLE; that something is not there is said only by one that knows. */
#ifndef RUNTIME_FILES_BLOB_STORE_H
#define RUNTIME_FILES_BLOB_STORE_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

enum blob_result { BLOB_DONE, BLOB_MISSING, BLOB_UNAVAILABLE };

/* A file that has bytes of contents: the byte at `begins` of the contents is the file's first. */
struct blob_piece {
    int file;
    int64_t begins;
};

struct blob_store {
    /* Bytes that a get answers at most; then it and put wait for another machine, and are for threads that may wait. 0:
     * it opens all at once. */
    int64_t window;

    /* Takes over new/ID, which has `size` bytes and is on disk. When it is done, the contents are kept under the id
     * whatever happens next; else new/ID is still there. */
    enum blob_result (*put)(const char *id, int64_t size);

    /* Opens the bytes from `at` on, `length` of them; the piece is the caller's to close. */
    enum blob_result (*get)(const char *id, int64_t at, int64_t length, struct blob_piece *piece);

    /* Removes contents, now or soon, and though the process ends; never waits. False, with errno, when it cannot be
     * begun; ENOENT where it is known that there is nothing. */
    bool (*remove)(const char *id);

    enum blob_result (*exists)(const char *id);

    /* Calls `take` with each id until it returns false. BLOB_UNAVAILABLE when not all can be listed. */
    enum blob_result (*list)(bool (*take)(void *state, struct text id), void *state);
};

#endif
