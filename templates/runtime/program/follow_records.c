/* follow_records.c - see follow_records.h. What a length says is bounded before it is believed. */
#include "program/follow_records.h"

#include "base/read_all.h"
#include "program/follow_format.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_there(const struct follow_records *records, uint64_t segment)
{
    char name[FOLLOW_SEGMENT_NAME];

    follow_segment_name(segment, name);
    return faccessat(records->folder, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/* Opens a segment, and reads what it begins with; NONE when it ends within that. */
static enum follow_step open_segment(struct follow_records *records, uint64_t segment,
                                     struct follow_end *end)
{
    unsigned char head[FOLLOW_SEGMENT_HEAD];
    char name[FOLLOW_SEGMENT_NAME];
    ssize_t got;

    if (records->file >= 0)
        close(records->file);
    follow_segment_name(segment, name);
    records->file = openat(records->folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (records->file < 0)
        return FOLLOW_BAD;
    got = read_all(records->file, head, sizeof head);
    if (got >= 0 && got < FOLLOW_SEGMENT_HEAD)
        return is_there(records, segment + 1) ? FOLLOW_BAD : FOLLOW_CUT_OFF;
    return got == FOLLOW_SEGMENT_HEAD && follow_segment_read(end, head) && end->segment == segment
               ? FOLLOW_ONE
               : FOLLOW_BAD;
}

static bool open_folder(struct follow_records *records, int one)
{
    *records = (struct follow_records){.file = -1};
    records->folder = openat(one, FOLLOW_FOLDER, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (records->folder < 0)
        return false;
    records->payload = malloc(FOLLOW_PAYLOAD);
    records->has_head = follow_head_read(records->folder, &records->head);
    return records->payload != NULL;
}

bool follow_records_open(struct follow_records *records, int one)
{
    return open_folder(records, one) && open_segment(records, 1, &records->end) == FOLLOW_ONE &&
           records->end.records == 0;
}

bool follow_records_open_last(struct follow_records *records, int one)
{
    uint64_t segment = 1;

    if (!open_folder(records, one))
        return false;
    while (is_there(records, segment + 1))
        segment++;
    return open_segment(records, segment, &records->end) == FOLLOW_ONE;
}

bool follow_records_open_segment(struct follow_records *records, int one, uint64_t segment)
{
    return open_folder(records, one) && open_segment(records, segment, &records->end) == FOLLOW_ONE;
}

/* At the end of a segment: goes on with the next one, where there is one. */
static enum follow_step turn(struct follow_records *records)
{
    struct follow_end end;
    enum follow_step step;

    if (!is_there(records, records->end.segment + 1))
        return FOLLOW_NONE;
    step = open_segment(records, records->end.segment + 1, &end);
    if (step != FOLLOW_ONE)
        return step;
    if (end.records != records->end.records ||
        memcmp(end.hash, records->end.hash, sizeof end.hash) != 0)
        return FOLLOW_BAD;
    records->end = end;
    return FOLLOW_ONE;
}

static enum follow_step cut_off(const struct follow_records *records)
{
    return is_there(records, records->end.segment + 1) ? FOLLOW_BAD : FOLLOW_CUT_OFF;
}

enum follow_step follow_records_next(struct follow_records *records, struct follow_record *record)
{
    unsigned char head[FOLLOW_RECORD_HEAD];
    unsigned char hash[FOLLOW_HASH_BYTES];
    unsigned char said[FOLLOW_HASH_BYTES];
    ssize_t got = read_all(records->file, head, sizeof head);

    if (got == 0) {
        enum follow_step step = turn(records);
        if (step != FOLLOW_ONE)
            return step;
        got = read_all(records->file, head, sizeof head);
        if (got == 0)
            return is_there(records, records->end.segment + 1) ? FOLLOW_BAD : FOLLOW_NONE;
    }
    if (got < 0)
        return FOLLOW_BAD;
    if (got < FOLLOW_RECORD_HEAD)
        return cut_off(records);
    if (!follow_record_read(record, head) || record->number != records->end.records + 1)
        return FOLLOW_BAD;
    got = read_all(records->file, records->payload, (size_t)record->length);
    if (got >= 0 && (uint64_t)got == record->length)
        got = read_all(records->file, said, sizeof said);
    else if (got >= 0)
        return cut_off(records);
    if (got < 0)
        return FOLLOW_BAD;
    if (got < FOLLOW_HASH_BYTES)
        return cut_off(records);
    memcpy(hash, records->end.hash, sizeof hash);
    follow_hash(hash, head, records->payload, (size_t)record->length);
    if (sodium_memcmp(hash, said, sizeof hash) != 0)
        return FOLLOW_BAD;
    memcpy(records->end.hash, hash, sizeof hash);
    records->end.records = record->number;
    records->end.size += (int64_t)(FOLLOW_RECORD_HEAD + record->length + FOLLOW_HASH_BYTES);
    return FOLLOW_ONE;
}

bool follow_records_reach_head(const struct follow_records *records)
{
    return records->has_head && records->end.records >= records->head.records;
}

void follow_records_close(struct follow_records *records)
{
    if (records->file >= 0)
        close(records->file);
    if (records->folder >= 0)
        close(records->folder);
    free(records->payload);
    *records = (struct follow_records){.folder = -1, .file = -1};
}
