/* follow_log.h - what a database became after a backup, kept beside the backup, in its folder `log`.
 *
 *     log/00000001, log/00000002 ...   records, one behind the other
 *     log/head                         how many there are, the hash of the last, and until when all is there
 *
 * Each record ends with a SHA-256 over the hash of the one before it and its own bytes; the hash of the first one
 * is in the backup's manifest. So none can be changed, left out, or put elsewhere, and `head` tells when the
 * last ones are missing. Numbers are little-endian:
 *
 *     "clog", kind (4 bytes), number, length of the payload, unchanged, began, at (8 bytes each), is a cut (8)
 *     the payload
 *     the hash (32 bytes)
 *
 * A cut is a moment that can be restored: what was answered by `began` is in it, and what was committed after
 * `at` is not; `unchanged` is until when what was before it was still so. */
#ifndef RUNTIME_PROGRAM_FOLLOW_LOG_H
#define RUNTIME_PROGRAM_FOLLOW_LOG_H

#include "files/file_name.h"
#include "guard/audit_head.h"
#include "program/whole_file.h"
#include "store/store_tail.h"

#include <sodium.h>
#include <stdint.h>

enum follow_kind {
    FOLLOW_START = 1, /* the position, something random, and whose it is */
    FOLLOW_FRAMES,    /* of the engine's log */
    FOLLOW_FILE       /* contents of a file are in files/ */
};

enum {
    FOLLOW_HASH_BYTES = 32,
    FOLLOW_FRAMES_HEAD = TAIL_SALT_BYTES + 4 + 4 + 8 + AUDIT_HASH_BYTES,
    FOLLOW_FILE_BYTES = FILE_ID_LENGTH + 8 + FILE_HASH_BYTES,
    FOLLOW_PIECE = 4 << 20,                            /* of frames in a record, at most */
    FOLLOW_PAYLOAD = FOLLOW_PIECE + FOLLOW_FRAMES_HEAD /* the largest */
};

#define FOLLOW_FOLDER "log"

struct follow_record {
    enum follow_kind kind;
    uint64_t number; /* from 1 */
    uint64_t length; /* of the payload */
    int64_t unchanged;
    int64_t began;
    int64_t at; /* ms */
    bool is_cut;
};

/* What the payload of FOLLOW_FRAMES begins with, and its frames. */
struct follow_frames {
    unsigned char salts[TAIL_SALT_BYTES];
    uint32_t first; /* frame */
    uint32_t page_bytes;
    struct audit_head audit; /* an entry that is in it */
};

struct follow_file {
    char id[FILE_ID_LENGTH + 1];
    struct file_digest digest;
};

/* What `head` says. */
struct follow_head {
    uint64_t records;
    unsigned char hash[FOLLOW_HASH_BYTES]; /* of the last of these */
    int64_t through;                       /* ms: all that was answered by then is there */
};

/* The place behind the last record. */
struct follow_end {
    uint64_t segment; /* of the files */
    int64_t size;     /* of that one */
    uint64_t records;
    unsigned char hash[FOLLOW_HASH_BYTES];
};

struct follow_log {
    int folder; /* log/, opened; -1: not */
    int file;   /* the segment */
    struct follow_end end;
};

/* Begins the log of a backup's folder, of a database at that position, with its first record, whose hash goes
 * to log->end. False, with errno, when it cannot be written. */
bool follow_log_begin(struct follow_log *log, int one, const struct tail_position *position,
                      int64_t began, int64_t at);

/* Opens a log to go on with it: behind its last whole record; what was cut off behind that goes. *position is
 * where its frames end, and `head` what that file says. False when it is none that one can go on with. */
bool follow_log_resume(struct follow_log *log, int one, struct tail_position *position,
                       struct follow_head *head);

/* Appends a record; its number is filled in. False, with errno, when it cannot be written: see
 * follow_log_return(). */
bool follow_log_add(struct follow_log *log, struct follow_record *record,
                    const unsigned char *payload);

/* Makes another file where this one is full, or, when it is to be so now, has a record. False, with errno: then it
 * goes on in this one. */
bool follow_log_turn(struct follow_log *log, bool now);

/* Puts what was appended on disk. False, with errno. */
bool follow_log_flush(struct follow_log *log);

/* Goes back to an end that it had since it turned last; what cannot be cut off behind it is written over. */
void follow_log_return(struct follow_log *log, const struct follow_end *end);

/* Whether the file is still in its folder. */
bool follow_log_is_there(const struct follow_log *log);

/* Notes that all that was answered by then is there; to be called when it was flushed. */
bool follow_log_note(const struct follow_log *log, int64_t through);

void follow_log_close(struct follow_log *log);

#endif
