/* follow_moment.h - which moment of a log (follow_log.h) a time means, and whether that is known. */
#ifndef RUNTIME_PROGRAM_FOLLOW_MOMENT_H
#define RUNTIME_PROGRAM_FOLLOW_MOMENT_H

#include "program/backup_folder.h"
#include "program/follow_records.h"

struct follow_moment {
    uint64_t record; /* the last one that belongs to it */
    int64_t at;      /* ms: the data are as they were then */
};

enum { FOLLOW_FAULT = 512 };

/* Reads the log of the backup in the folder `one`, whose manifest has the hash of its first record, held against
 * their hashes, and finds the data as they were at a time, INT64_MAX for the last that there is. False, with a text
 * that completes "the backup ..." in `fault`, when the log does not hold, or nobody knows what was then. */
bool follow_moment_find(struct follow_records *records, int one,
                        const unsigned char hash[FILE_HASH_BYTES], int64_t time,
                        struct follow_moment *moment, char fault[FOLLOW_FAULT]);

/* Until when a backup's log is whole, by what `head` says; 0: nobody knows. */
int64_t follow_moment_through(int one);

/* When it begins; 0: nobody knows. */
int64_t follow_moment_begin(int one);

#endif
