/* follow_moment.c - see follow_moment.h. */
#include "program/follow_moment.h"

#include "formats/date.h"
#include "program/follow_format.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* How long changes may have been on their way without anybody having looked, ms. */
enum { LOOKED_EACH = 1000 };

/* What a reading has found. */
struct finding {
    int64_t known;     /* all that was answered by then is there */
    int64_t unchanged; /* of the first record that is later */
    int64_t began;
    bool has_later;
    bool is_bad;
};

static int64_t later_of(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static bool read_first(struct follow_records *records, int one,
                       const unsigned char hash[FILE_HASH_BYTES], struct follow_record *record,
                       const char **why)
{
    *why = "has a log that cannot be read";
    if (!follow_records_open(records, one) || follow_records_next(records, record) != FOLLOW_ONE ||
        record->kind != FOLLOW_START)
        return false;
    *why = "has a log that is another's";
    return memcmp(records->end.hash, hash, FILE_HASH_BYTES) == 0;
}

static void read_to(struct follow_records *records, int64_t time, struct follow_moment *moment,
                    struct finding *finding)
{
    struct follow_record record;
    enum follow_step step;

    while ((step = follow_records_next(records, &record)) == FOLLOW_ONE) {
        if (record.at > time) {
            finding->has_later = true;
            finding->unchanged = record.unchanged;
            finding->began = record.began;
            return;
        }
        if (!record.is_cut)
            continue;
        *moment = (struct follow_moment){record.number, record.at};
        finding->known = record.began;
    }
    finding->is_bad = step == FOLLOW_BAD;
}

/* A time between two moments: which of them it was is known where somebody looked. */
static bool is_known_between(const struct finding *finding, int64_t time, char fault[FOLLOW_FAULT])
{
    char from[DATE_LENGTH];
    char to[DATE_LENGTH];

    if (time <= finding->unchanged + LOOKED_EACH)
        return true;
    date_format(finding->unchanged, from);
    date_format(finding->began, to);
    snprintf(fault, FOLLOW_FAULT,
             "was not followed between %.*s and %.*s: name a time that is not between these",
             (int)DATE_LENGTH, from, (int)DATE_LENGTH, to);
    return false;
}

/* Behind the last record. */
static bool is_known_behind(const struct follow_records *records, const struct finding *finding,
                            int64_t time, char fault[FOLLOW_FAULT])
{
    bool is_whole = !finding->is_bad && follow_records_reach_head(records);
    int64_t known = is_whole ? later_of(finding->known, records->head.through) : finding->known;
    char at[DATE_LENGTH];
    char through[DATE_LENGTH] = "";

    date_format(known, at);
    if (time <= known || (time == INT64_MAX && is_whole))
        return true;
    if (is_whole) {
        snprintf(fault, FOLLOW_FAULT, "is followed up to %.*s: name that time, or an earlier one",
                 (int)DATE_LENGTH, at);
        return false;
    }
    if (records->has_head)
        date_format(records->head.through, through);
    snprintf(fault, FOLLOW_FAULT,
             "has a log that %s behind %.*s%s%.*s: what came then is lost; --at %.*s is there",
             finding->is_bad ? "was changed, or cut off," : "was cut off", (int)DATE_LENGTH, at,
             records->has_head ? ", and was followed up to " : "",
             records->has_head ? (int)DATE_LENGTH : 0, through, (int)DATE_LENGTH, at);
    return false;
}

bool follow_moment_find(struct follow_records *records, int one,
                        const unsigned char hash[FILE_HASH_BYTES], int64_t time,
                        struct follow_moment *moment, char fault[FOLLOW_FAULT])
{
    struct follow_record record;
    struct finding finding = {.known = 0};
    const char *why;

    if (!read_first(records, one, hash, &record, &why)) {
        snprintf(fault, FOLLOW_FAULT, "%s", why);
        return false;
    }
    *moment = (struct follow_moment){record.number, record.at};
    finding.known = record.began;
    read_to(records, time, moment, &finding);
    if (finding.has_later ? !is_known_between(&finding, time, fault)
                          : !is_known_behind(records, &finding, time, fault))
        return false;
    if (time != INT64_MAX)
        moment->at = time;
    else
        moment->at = later_of(finding.known, records->head.through);
    return true;
}

int64_t follow_moment_through(int one)
{
    struct follow_head head = {.through = 0};
    int folder = openat(one, FOLLOW_FOLDER, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    bool done = folder >= 0 && follow_head_read(folder, &head);

    if (folder >= 0)
        close(folder);
    return done ? head.through : 0;
}

int64_t follow_moment_begin(int one)
{
    struct follow_records records;
    struct follow_record record;
    int64_t at = 0;

    if (follow_records_open(&records, one) && follow_records_next(&records, &record) == FOLLOW_ONE)
        at = record.at;
    follow_records_close(&records);
    return at;
}
