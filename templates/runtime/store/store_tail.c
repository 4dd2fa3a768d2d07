/* store_tail.c - see store_tail.h.
 *
 * How far the log is committed is in the index of the log, which SQLite's connections share in memory
 * (sqlite.org/walformat.html): a commit is told there when it is on disk. The engine has that memory mapped;
 * it is asked for it, since a file of locks must not be opened and closed beside the engine. */
#include "store/store_tail.h"

#include "base/log.h"
#include "base/read_all.h"
#include "store/store_connection.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    INDEX_REGION = 32768,
    INDEX_HEAD = 48, /* twice, then what has been copied to the database */
    BACKFILLED_AT = 2 * INDEX_HEAD,
    LOG_HEAD = 32,
    ATTEMPTS = 200, /* to see the index at rest */
    LONGEST_PATH = 4096,
    BUSY_MILLISECONDS = 10000,
    FOLLOWER_VIEWS = 2
};

/* The head of the index, as far as it is of use here. */
struct index_head {
    uint32_t version;
    uint32_t unused;
    uint32_t change;
    unsigned char is_ready;
    unsigned char sums_are_big_endian;
    uint16_t page_bytes; /* 1: 65536; 0: the log is empty */
    uint32_t frames;
    uint32_t pages;
    uint32_t frame_sums[2];
    unsigned char salts[TAIL_SALT_BYTES];
    uint32_t sums[2];
};

_Static_assert(sizeof(struct index_head) == INDEX_HEAD, "as the engine has it");

struct store_tail {
    char path[LONGEST_PATH];
    sqlite3 *views[FOLLOWER_VIEWS];
    int held;      /* which of them is held: the position is its view's when all is read */
    bool overlaps; /* the other one is held, too: there is something to read */
    int log;       /* the file, opened */
    int sign;      /* a lock on it says that the log is read as it is written */
    bool keeps_up;
    struct stat file; /* the database's */
    const volatile unsigned char *index;
    struct tail_position position;
    struct index_head goal;
    uint32_t backfilled;
};

/* The index. */

static void sum_up(uint32_t sums[2], const unsigned char *bytes, size_t length, bool swapped)
{
    for (size_t i = 0; i + 8 <= length; i += 8) {
        uint32_t words[2];
        memcpy(words, bytes + i, sizeof words);
        if (swapped) {
            words[0] = __builtin_bswap32(words[0]);
            words[1] = __builtin_bswap32(words[1]);
        }
        sums[0] += words[0] + sums[1];
        sums[1] += words[1] + sums[0];
    }
}

static void copy_shared(void *to, const volatile unsigned char *from, size_t length)
{
    unsigned char *bytes = to;

    for (size_t i = 0; i < length; i++)
        bytes[i] = from[i];
}

/* Both copies of the head, which are written one after the other, say the same. */
static bool read_index(const struct store_tail *tail, struct index_head *head, uint32_t *backfilled)
{
    struct index_head again;
    uint32_t sums[2] = {0, 0};

    for (int i = 0; i < ATTEMPTS; i++) {
        copy_shared(head, tail->index, sizeof *head);
        atomic_thread_fence(memory_order_seq_cst);
        copy_shared(&again, tail->index + INDEX_HEAD, sizeof again);
        copy_shared(backfilled, tail->index + BACKFILLED_AT, sizeof *backfilled);
        if (memcmp(head, &again, sizeof again) != 0)
            continue;
        sums[0] = sums[1] = 0;
        sum_up(sums, (const unsigned char *)head, INDEX_HEAD - sizeof head->sums, false);
        if (head->is_ready && memcmp(sums, head->sums, sizeof sums) == 0)
            return true;
    }
    return false;
}

static bool is_same(const struct index_head *a, const struct index_head *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

size_t store_tail_frame_bytes(const struct store_tail *tail)
{
    return TAIL_FRAME_HEAD + (tail->goal.page_bytes == 1 ? 65536 : tail->goal.page_bytes);
}

int64_t store_tail_log_bytes(const struct store_tail *tail)
{
    struct index_head head;
    uint32_t backfilled;

    if (!read_index(tail, &head, &backfilled))
        return 0;
    return (int64_t)head.frames * (int64_t)store_tail_frame_bytes(tail);
}

/* Views. */

static void end_view(sqlite3 *database)
{
    if (!sqlite3_get_autocommit(database))
        (void)sqlite3_exec(database, "COMMIT", NULL, NULL, NULL);
}

static bool begin_view(sqlite3 *database)
{
    if (sqlite3_exec(database, "BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1", NULL, NULL, NULL) ==
        SQLITE_OK)
        return true;
    /* It may have begun, and then could not be begun again. */
    end_view(database);
    return false;
}

/* Begins the view, and tells which it is: nothing was committed while it began. */
static bool begin_known_view(const struct store_tail *tail, sqlite3 *database,
                             struct index_head *head)
{
    struct index_head before;
    uint32_t backfilled;

    for (int i = 0; i < ATTEMPTS; i++) {
        if (!read_index(tail, &before, &backfilled) || !begin_view(database))
            return false;
        if (read_index(tail, head, &backfilled) && is_same(&before, head))
            return true;
        end_view(database);
    }
    return false;
}

/* Opening. */

static const volatile unsigned char *map_index(sqlite3 *database)
{
    sqlite3_file *file = NULL;
    void volatile *map = NULL;

    if (sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, (void *)&file) !=
            SQLITE_OK ||
        !file || !file->pMethods || file->pMethods->iVersion < 2 ||
        file->pMethods->xShmMap(file, 0, INDEX_REGION, 0, &map) != SQLITE_OK)
        return NULL;
    return map;
}

static bool open_view(struct store_tail *tail, int which)
{
    sqlite3 **view = &tail->views[which];

    return sqlite3_open_v2(tail->path, view, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) ==
               SQLITE_OK &&
           sqlite3_busy_timeout(*view, BUSY_MILLISECONDS) == SQLITE_OK &&
           sqlite3_exec(*view, "PRAGMA query_only=1", NULL, NULL, NULL) == SQLITE_OK &&
           sqlite3_db_config(*view, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL) == SQLITE_OK;
}

static int open_beside(const char *path, const char *ending, int flags)
{
    char beside[LONGEST_PATH];
    int length = snprintf(beside, sizeof beside, "%s%s", path, ending);

    if (length < 0 || (size_t)length >= sizeof beside)
        return -1;
    return open(beside, flags | O_NOFOLLOW | O_CLOEXEC, 0600);
}

static bool begin(struct store_tail *tail)
{
    if (!open_view(tail, 0) || !open_view(tail, 1) || !begin_view(tail->views[0]))
        return false;
    tail->index = map_index(tail->views[0]);
    if (!tail->index)
        return false;
    end_view(tail->views[0]);
    if (!begin_known_view(tail, tail->views[0], &tail->goal))
        return false;
    tail->log = open_beside(tail->path, "-wal", O_RDONLY);
    memcpy(tail->position.salts, tail->goal.salts, TAIL_SALT_BYTES);
    tail->position.frame = tail->goal.frames;
    memcpy(tail->position.sums, tail->goal.frame_sums, sizeof tail->position.sums);
    return tail->log >= 0;
}

struct store_tail *store_tail_open(const char *path)
{
    struct store_tail *tail = calloc(1, sizeof *tail);
    size_t length = strlen(path);

    if (!tail || length >= sizeof tail->path) {
        free(tail);
        return NULL;
    }
    memcpy(tail->path, path, length + 1);
    tail->log = tail->sign = -1;
    tail->keeps_up = true;
    if (stat(path, &tail->file) != 0) {
        log_error("%s cannot be opened: %s", path, strerror(errno));
        store_tail_close(tail);
        return NULL;
    }
    tail->sign = open_beside(path, "-follow", O_RDWR | O_CREAT);
    if (tail->sign < 0 || flock(tail->sign, LOCK_SH) != 0)
        log_error("%s-follow cannot be locked: %s", path, strerror(errno));
    else if (begin(tail) && store_tail_is_current(tail))
        return tail;
    else
        log_error("%s cannot be followed: %s", path,
                  tail->views[0] ? sqlite3_errmsg(tail->views[0]) : "out of memory");
    store_tail_close(tail);
    return NULL;
}

void store_tail_close(struct store_tail *tail)
{
    if (!tail)
        return;
    for (int i = 0; i < FOLLOWER_VIEWS; i++)
        sqlite3_close(tail->views[i]);
    if (tail->log >= 0)
        close(tail->log);
    if (tail->sign >= 0)
        close(tail->sign);
    free(tail);
}

bool store_tail_is_current(const struct store_tail *tail)
{
    struct stat status;

    return stat(tail->path, &status) == 0 && status.st_ino == tail->file.st_ino &&
           status.st_dev == tail->file.st_dev;
}

void store_tail_keeps_up(struct store_tail *tail, bool does)
{
    if (does != tail->keeps_up)
        (void)flock(tail->sign, does ? LOCK_SH : LOCK_UN);
    tail->keeps_up = does;
}

bool store_tail_is_followed(const char *path)
{
    int sign = open_beside(path, "-follow", O_RDONLY);
    bool followed = sign >= 0 && flock(sign, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;

    if (sign >= 0)
        close(sign);
    return followed;
}

/* Reading. */

static uint32_t big_endian(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool read_at(const struct store_tail *tail, void *bytes, size_t length, int64_t offset)
{
    return read_all_at(tail->log, bytes, length, offset) == (ssize_t)length;
}

static int64_t offset_of(const struct store_tail *tail, uint32_t frame)
{
    return LOG_HEAD + (int64_t)(frame - 1) * (int64_t)store_tail_frame_bytes(tail);
}

static bool has_position(const struct store_tail *tail, const struct tail_position *position)
{
    unsigned char head[TAIL_FRAME_HEAD];

    if (memcmp(position->salts, tail->goal.salts, TAIL_SALT_BYTES) != 0 ||
        position->frame > tail->goal.frames)
        return false;
    if (position->frame == 0)
        return true;
    return read_at(tail, head, sizeof head, offset_of(tail, position->frame)) &&
           memcmp(head + 8, position->salts, TAIL_SALT_BYTES) == 0 &&
           big_endian(head + 16) == position->sums[0] && big_endian(head + 20) == position->sums[1];
}

bool store_tail_resume(struct store_tail *tail, const struct tail_position *position)
{
    if (!has_position(tail, position))
        return false;
    tail->position = *position;
    return true;
}

const struct tail_position *store_tail_position(const struct store_tail *tail)
{
    return &tail->position;
}

bool store_tail_is_read(const struct store_tail *tail)
{
    return tail->position.frame == tail->goal.frames;
}

/* Ends the older view once all is read up to the newer one. */
static void hand_over(struct store_tail *tail)
{
    if (!tail->overlaps)
        return;
    end_view(tail->views[tail->held]);
    tail->held = 1 - tail->held;
    tail->overlaps = false;
}

enum tail_news store_tail_look(struct store_tail *tail)
{
    struct index_head head;
    uint32_t backfilled;
    bool is_new_log;

    /* What a resumed one has missed. */
    if (!store_tail_is_read(tail))
        return TAIL_MORE;
    if (!read_index(tail, &head, &backfilled))
        return TAIL_UNSEEN;
    if (is_same(&head, &tail->goal) && backfilled == tail->backfilled)
        return TAIL_SAME;
    if (!begin_known_view(tail, tail->views[1 - tail->held], &head))
        return TAIL_UNSEEN;
    tail->overlaps = true;
    tail->backfilled = backfilled;
    is_new_log = memcmp(head.salts, tail->position.salts, TAIL_SALT_BYTES) != 0;
    if ((!is_new_log && head.frames < tail->position.frame) ||
        (tail->goal.page_bytes && head.page_bytes != tail->goal.page_bytes))
        return TAIL_LOST;
    tail->goal = head;
    if (is_new_log) {
        tail->position = (struct tail_position){.frame = 0};
        memcpy(tail->position.salts, head.salts, TAIL_SALT_BYTES);
    }
    if (!store_tail_is_read(tail))
        return TAIL_MORE;
    hand_over(tail);
    return TAIL_SAME;
}

/* The sums go on from those of the log's head. */
static bool begin_log(struct store_tail *tail)
{
    unsigned char head[LOG_HEAD];

    if (!read_at(tail, head, sizeof head, 0) ||
        memcmp(head + 16, tail->position.salts, TAIL_SALT_BYTES) != 0)
        return false;
    tail->position.sums[0] = big_endian(head + 24);
    tail->position.sums[1] = big_endian(head + 28);
    return true;
}

static bool check_frame(struct store_tail *tail, const unsigned char *frame)
{
    const uint16_t one = 1;
    bool is_big_endian = *(const unsigned char *)&one == 0;
    bool swapped = tail->goal.sums_are_big_endian != (is_big_endian ? 1 : 0);
    uint32_t *sums = tail->position.sums;

    sum_up(sums, frame, 8, swapped);
    sum_up(sums, frame + TAIL_FRAME_HEAD, store_tail_frame_bytes(tail) - TAIL_FRAME_HEAD, swapped);
    return memcmp(frame + 8, tail->position.salts, TAIL_SALT_BYTES) == 0 &&
           big_endian(frame + 16) == sums[0] && big_endian(frame + 20) == sums[1];
}

ssize_t store_tail_read(struct store_tail *tail, unsigned char *bytes, size_t limit)
{
    size_t frame = store_tail_frame_bytes(tail);
    size_t count = tail->goal.frames - tail->position.frame;

    if (count > limit / frame)
        count = limit / frame;
    if (count == 0)
        return 0;
    if ((tail->position.frame == 0 && !begin_log(tail)) ||
        !read_at(tail, bytes, count * frame, offset_of(tail, tail->position.frame + 1)))
        return -1;
    for (size_t i = 0; i < count; i++)
        if (!check_frame(tail, bytes + i * frame))
            return -1;
    tail->position.frame += (uint32_t)count;
    if (store_tail_is_read(tail)) {
        if (memcmp(tail->position.sums, tail->goal.frame_sums, sizeof tail->position.sums) != 0)
            return -1;
        hand_over(tail);
    }
    return (ssize_t)(count * frame);
}

bool store_tail_share(struct store_tail *tail, struct store_connection *connection)
{
    struct index_head head;

    if (!store_tail_is_read(tail) || !begin_known_view(tail, connection->database, &head))
        return false;
    if (is_same(&head, &tail->goal))
        return true;
    end_view(connection->database);
    return false;
}
