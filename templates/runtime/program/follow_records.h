/* follow_records.h - the records of a log (follow_log.h), read and held against their hashes. */
#ifndef RUNTIME_PROGRAM_FOLLOW_RECORDS_H
#define RUNTIME_PROGRAM_FOLLOW_RECORDS_H

#include "program/follow_log.h"

struct follow_records {
    int folder; /* log/, opened; -1: there is none */
    int file;
    struct follow_end
        end; /* behind the last record that was read; its size is that of the segment so far */
    struct follow_head head;
    bool has_head;
    unsigned char *payload; /* of the last record */
};

enum follow_step {
    FOLLOW_ONE,     /* a record */
    FOLLOW_NONE,    /* the end */
    FOLLOW_CUT_OFF, /* the last segment ends within a record, as a crash may leave it */
    FOLLOW_BAD      /* what comes is no record, or not the one that belongs here */
};

/* Opens the log of a backup's folder; false when it has none, with errno ENOENT, or it cannot be read. To be
 * closed in any case. */
bool follow_records_open(struct follow_records *records, int one);

/* The same, from the beginning of the last segment on, or of another one. */
bool follow_records_open_last(struct follow_records *records, int one);
bool follow_records_open_segment(struct follow_records *records, int one, uint64_t segment);

enum follow_step follow_records_next(struct follow_records *records, struct follow_record *record);

/* Whether the record that was read last is the one that `head` says is the last, or one behind it. */
bool follow_records_reach_head(const struct follow_records *records);

void follow_records_close(struct follow_records *records);

#endif
