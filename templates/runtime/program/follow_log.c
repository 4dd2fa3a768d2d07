/* follow_log.c - see follow_log.h. */
#include "program/follow_log.h"

#include "base/write_all.h"
#include "program/follow_format.h"
#include "program/follow_records.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SEGMENT_FULL = 64 << 20 };

void follow_log_close(struct follow_log *log)
{
    if (log->file >= 0)
        close(log->file);
    if (log->folder >= 0)
        close(log->folder);
    log->file = log->folder = -1;
}

/* Makes the file of a segment and goes on in it. It is whole before it has its name: a reader that finds one takes what
 * was before for complete. */
static bool make_segment(struct follow_log *log, uint64_t segment)
{
    static const char unnamed[] = "segment.new";
    struct follow_end end = log->end;
    unsigned char head[FOLLOW_SEGMENT_HEAD];
    char name[FOLLOW_SEGMENT_NAME];
    int file =
        openat(log->folder, unnamed, O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    int reason;

    end.segment = segment;
    end.size = FOLLOW_SEGMENT_HEAD;
    follow_segment_name(segment, name);
    follow_segment_write(&end, head);
    if (file >= 0 && write_all_at(file, head, sizeof head, 0) && fsync(file) == 0 &&
        renameat(log->folder, unnamed, log->folder, name) == 0) {
        if (fsync(log->folder) == 0) {
            if (log->file >= 0)
                close(log->file);
            log->file = file;
            log->end = end;
            return true;
        }
        reason = errno;
        unlinkat(log->folder, name, 0);
        errno = reason;
    }
    reason = errno;
    if (file >= 0)
        close(file);
    errno = reason;
    return false;
}

bool follow_log_add(struct follow_log *log, struct follow_record *record,
                    const unsigned char *payload)
{
    unsigned char head[FOLLOW_RECORD_HEAD];
    unsigned char hash[FOLLOW_HASH_BYTES];
    size_t length = (size_t)record->length;
    int64_t at = log->end.size;

    record->number = log->end.records + 1;
    follow_record_write(record, head);
    memcpy(hash, log->end.hash, sizeof hash);
    follow_hash(hash, head, payload, length);
    if (!write_all_at(log->file, head, sizeof head, at) ||
        !write_all_at(log->file, payload, length, at + (int64_t)sizeof head) ||
        !write_all_at(log->file, hash, sizeof hash, at + (int64_t)(sizeof head + length)))
        return false;
    memcpy(log->end.hash, hash, sizeof hash);
    log->end.records = record->number;
    log->end.size += (int64_t)(sizeof head + length + sizeof hash);
    return true;
}

bool follow_log_begin(struct follow_log *log, int one, const struct tail_position *position,
                      int64_t began, int64_t at)
{
    unsigned char payload[FOLLOW_START_BYTES];
    struct follow_record record = {.kind = FOLLOW_START,
                                   .length = sizeof payload,
                                   .unchanged = began,
                                   .began = began,
                                   .at = at,
                                   .is_cut = true};

    *log = (struct follow_log){.folder = -1, .file = -1};
    follow_position_write(position, payload);
    randombytes_buf(payload + FOLLOW_POSITION_BYTES, FOLLOW_NONCE_BYTES);
    if (mkdirat(one, FOLLOW_FOLDER, 0700) != 0)
        return false;
    log->folder = openat(one, FOLLOW_FOLDER, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return log->folder >= 0 && make_segment(log, 1) && follow_log_add(log, &record, payload) &&
           follow_log_flush(log) && follow_log_note(log, began);
}

bool follow_log_turn(struct follow_log *log, bool now)
{
    return log->end.size < (now ? FOLLOW_SEGMENT_HEAD + 1 : SEGMENT_FULL) ||
           make_segment(log, log->end.segment + 1);
}

bool follow_log_flush(struct follow_log *log)
{
    return fdatasync(log->file) == 0;
}

void follow_log_return(struct follow_log *log, const struct follow_end *end)
{
    log->end = *end;
    while (ftruncate(log->file, end->size) != 0 && errno == EINTR)
        continue;
}

bool follow_log_is_there(const struct follow_log *log)
{
    struct stat status;

    return fstat(log->file, &status) == 0 && status.st_nlink > 0;
}

bool follow_log_note(const struct follow_log *log, int64_t through)
{
    struct follow_head head = {.records = log->end.records, .through = through};

    memcpy(head.hash, log->end.hash, sizeof head.hash);
    return follow_head_write(log->folder, &head);
}

/* Where the frames of a record end: their last one has the sums of all. */
static bool note_frames(struct tail_position *position, const unsigned char *payload,
                        uint64_t length)
{
    struct follow_frames frames;
    const unsigned char *last;
    uint64_t frame;

    if (!follow_frames_read(&frames, payload, length))
        return false;
    frame = TAIL_FRAME_HEAD + (uint64_t)frames.page_bytes;
    last = payload + length - frame;
    memcpy(position->salts, frames.salts, TAIL_SALT_BYTES);
    position->frame = frames.first + (uint32_t)((length - FOLLOW_FRAMES_HEAD) / frame) - 1;
    for (int i = 0; i < 2; i++)
        position->sums[i] = (uint32_t)last[16 + 4 * i] << 24 | (uint32_t)last[17 + 4 * i] << 16 |
                            (uint32_t)last[18 + 4 * i] << 8 | last[19 + 4 * i];
    return true;
}

static bool note_position(struct tail_position *position, const struct follow_record *record,
                          const unsigned char *payload)
{
    if (record->kind == FOLLOW_FRAMES)
        return note_frames(position, payload, record->length);
    if (record->kind == FOLLOW_START && record->length == FOLLOW_START_BYTES)
        follow_position_read(position, payload);
    return true;
}

/* Goes through the last segment. */
static bool find_end(struct follow_records *records, struct follow_log *log,
                     struct tail_position *position)
{
    struct follow_record record;
    enum follow_step step;

    while ((step = follow_records_next(records, &record)) == FOLLOW_ONE)
        if (!note_position(position, &record, records->payload))
            return false;
    log->end = records->end;
    return step != FOLLOW_BAD && follow_records_reach_head(records);
}

/* A segment that was cut off before it had a record. */
static void remove_stub(int folder)
{
    char name[FOLLOW_SEGMENT_NAME];
    struct stat status;
    uint64_t segment = 1;

    do
        follow_segment_name(++segment, name);
    while (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
           status.st_size > FOLLOW_SEGMENT_HEAD);
    unlinkat(folder, name, 0);
}

bool follow_log_resume(struct follow_log *log, int one, struct tail_position *position,
                       struct follow_head *head)
{
    struct follow_records records;
    char name[FOLLOW_SEGMENT_NAME];
    bool done;

    *position = (struct tail_position){.frame = 0};
    *log = (struct follow_log){.file = -1};
    log->folder = openat(one, FOLLOW_FOLDER, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (log->folder < 0)
        return false;
    remove_stub(log->folder);
    done = follow_records_open_last(&records, one) && find_end(&records, log, position);
    *head = records.head;
    follow_records_close(&records);
    if (!done)
        return false;
    follow_segment_name(log->end.segment, name);
    log->file = openat(log->folder, name, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
    return log->file >= 0 && ftruncate(log->file, log->end.size) == 0;
}
