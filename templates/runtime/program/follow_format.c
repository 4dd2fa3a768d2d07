/* follow_format.c - see follow_format.h. */
#include "program/follow_format.h"

#include "formats/date.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char record_begins[] = "clog";
static const char segment_begins[16] = "caregen log 1\n";

enum { KINDS = FOLLOW_FILE, HASH_HEX = 2 * FOLLOW_HASH_BYTES };

static void number_write(unsigned char *bytes, uint64_t number)
{
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(number >> (8 * i));
}

static uint64_t number_read(const unsigned char *bytes)
{
    uint64_t number = 0;

    for (int i = 8; i-- > 0;)
        number = number << 8 | bytes[i];
    return number;
}

static void write_short(unsigned char *bytes, uint32_t number)
{
    for (int i = 0; i < 4; i++)
        bytes[i] = (unsigned char)(number >> (8 * i));
}

static uint32_t read_short(const unsigned char *bytes)
{
    return (uint32_t)bytes[3] << 24 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[1] << 8 | bytes[0];
}

/* Records. */

void follow_record_write(const struct follow_record *record, unsigned char *bytes)
{
    memcpy(bytes, record_begins, 4);
    write_short(bytes + 4, (uint32_t)record->kind);
    number_write(bytes + 8, record->number);
    number_write(bytes + 16, record->length);
    number_write(bytes + 24, (uint64_t)record->unchanged);
    number_write(bytes + 32, (uint64_t)record->began);
    number_write(bytes + 40, (uint64_t)record->at);
    number_write(bytes + 48, record->is_cut ? 1 : 0);
}

bool follow_record_read(struct follow_record *record, const unsigned char *bytes)
{
    uint32_t kind = read_short(bytes + 4);

    *record = (struct follow_record){
        .kind = (enum follow_kind)kind,
        .number = number_read(bytes + 8),
        .length = number_read(bytes + 16),
        .unchanged = (int64_t)number_read(bytes + 24),
        .began = (int64_t)number_read(bytes + 32),
        .at = (int64_t)number_read(bytes + 40),
        .is_cut = number_read(bytes + 48) != 0,
    };
    return memcmp(bytes, record_begins, 4) == 0 && kind >= 1 && kind <= KINDS &&
           record->length <= FOLLOW_PAYLOAD;
}

void follow_hash(unsigned char hash[FOLLOW_HASH_BYTES], const unsigned char *head,
                 const unsigned char *payload, size_t length)
{
    crypto_hash_sha256_state state;

    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, hash, FOLLOW_HASH_BYTES);
    crypto_hash_sha256_update(&state, head, FOLLOW_RECORD_HEAD);
    crypto_hash_sha256_update(&state, payload, length);
    crypto_hash_sha256_final(&state, hash);
}

void follow_frames_write(const struct follow_frames *frames, unsigned char *bytes)
{
    memcpy(bytes, frames->salts, TAIL_SALT_BYTES);
    write_short(bytes + 8, frames->first);
    write_short(bytes + 12, frames->page_bytes);
    number_write(bytes + 16, (uint64_t)frames->audit.number);
    memcpy(bytes + 24, frames->audit.hash, AUDIT_HASH_BYTES);
}

bool follow_frames_read(struct follow_frames *frames, const unsigned char *bytes, uint64_t length)
{
    uint32_t page;

    if (length < FOLLOW_FRAMES_HEAD)
        return false;
    memcpy(frames->salts, bytes, TAIL_SALT_BYTES);
    frames->first = read_short(bytes + 8);
    frames->page_bytes = page = read_short(bytes + 12);
    frames->audit.number = (int64_t)number_read(bytes + 16);
    memcpy(frames->audit.hash, bytes + 24, AUDIT_HASH_BYTES);
    return page >= 512 && page <= 65536 && (page & (page - 1)) == 0 &&
           length > FOLLOW_FRAMES_HEAD &&
           (length - FOLLOW_FRAMES_HEAD) % (TAIL_FRAME_HEAD + page) == 0;
}

void follow_file_write(const struct follow_file *file, unsigned char *bytes)
{
    memcpy(bytes, file->id, FILE_ID_LENGTH);
    number_write(bytes + FILE_ID_LENGTH, (uint64_t)file->digest.size);
    memcpy(bytes + FILE_ID_LENGTH + 8, file->digest.sha256, FILE_HASH_BYTES);
}

bool follow_file_read(struct follow_file *file, const unsigned char *bytes, uint64_t length)
{
    if (length != FOLLOW_FILE_BYTES)
        return false;
    memcpy(file->id, bytes, FILE_ID_LENGTH);
    file->id[FILE_ID_LENGTH] = '\0';
    file->digest.size = (int64_t)number_read(bytes + FILE_ID_LENGTH);
    memcpy(file->digest.sha256, bytes + FILE_ID_LENGTH + 8, FILE_HASH_BYTES);
    return strspn(file->id, "0123456789abcdef") == FILE_ID_LENGTH;
}

void follow_position_write(const struct tail_position *position, unsigned char *bytes)
{
    memcpy(bytes, position->salts, TAIL_SALT_BYTES);
    write_short(bytes + 8, position->frame);
    write_short(bytes + 12, position->sums[0]);
    write_short(bytes + 16, position->sums[1]);
}

void follow_position_read(struct tail_position *position, const unsigned char *bytes)
{
    memcpy(position->salts, bytes, TAIL_SALT_BYTES);
    position->frame = read_short(bytes + 8);
    position->sums[0] = read_short(bytes + 12);
    position->sums[1] = read_short(bytes + 16);
}

/* Segments. */

void follow_segment_name(uint64_t segment, char name[FOLLOW_SEGMENT_NAME])
{
    snprintf(name, FOLLOW_SEGMENT_NAME, "%08" PRIu64, segment % 100000000);
}

void follow_segment_write(const struct follow_end *end, unsigned char *bytes)
{
    memcpy(bytes, segment_begins, sizeof segment_begins);
    number_write(bytes + 16, end->segment);
    number_write(bytes + 24, end->records);
    memcpy(bytes + 32, end->hash, FOLLOW_HASH_BYTES);
}

bool follow_segment_read(struct follow_end *end, const unsigned char *bytes)
{
    end->segment = number_read(bytes + 16);
    end->records = number_read(bytes + 24);
    end->size = FOLLOW_SEGMENT_HEAD;
    memcpy(end->hash, bytes + 32, FOLLOW_HASH_BYTES);
    return memcmp(bytes, segment_begins, sizeof segment_begins) == 0;
}

/* The head: lines of text, the last of which has the hash of those above it. */

int follow_head_print(const struct follow_head *head, char text[FOLLOW_HEAD_LIMIT])
{
    unsigned char sum[FOLLOW_HASH_BYTES];
    char at[DATE_LENGTH];
    char hash[HASH_HEX + 1];
    int length;

    date_format(head->through, at);
    sodium_bin2hex(hash, sizeof hash, head->hash, sizeof head->hash);
    length = snprintf(text, FOLLOW_HEAD_LIMIT,
                      "# caregen log 1\nrecords %" PRIu64 "\nhash %s\nthrough %.*s\n",
                      head->records, hash, (int)DATE_LENGTH, at);
    crypto_hash_sha256(sum, (const unsigned char *)text, (unsigned long long)length);
    sodium_bin2hex(hash, sizeof hash, sum, sizeof sum);
    return length + snprintf(text + length, FOLLOW_HEAD_LIMIT - (size_t)length, "end %s\n", hash);
}

bool follow_head_write(int folder, const struct follow_head *head)
{
    char text[FOLLOW_HEAD_LIMIT];
    int length = follow_head_print(head, text);
    int file =
        openat(folder, "head.new", O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    bool done = file >= 0 && write(file, text, (size_t)length) == length && fdatasync(file) == 0;

    if (file >= 0)
        done = close(file) == 0 && done;
    return done && renameat(folder, "head.new", folder, "head") == 0 && fsync(folder) == 0;
}

bool follow_head_read(int folder, struct follow_head *head)
{
    char text[FOLLOW_HEAD_LIMIT] = "";
    char again[FOLLOW_HEAD_LIMIT] = "";
    char hash[HASH_HEX + 1] = "";
    char at[DATE_LENGTH + 1] = "";
    size_t length = 0;
    int file = openat(folder, "head", O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    bool got = file >= 0 && read(file, text, sizeof text - 1) > 0;

    if (file >= 0)
        close(file);
    if (!got ||
        sscanf(text,
               "# caregen log 1\nrecords %" SCNu64 "\nhash %64[0-9a-f]\nthrough %24[0-9TZ:.-]\n",
               &head->records, hash, at) != 3 ||
        sodium_hex2bin(head->hash, sizeof head->hash, hash, HASH_HEX, NULL, &length, NULL) != 0 ||
        length != sizeof head->hash || !date_parse(text_of(at), &head->through))
        return false;
    follow_head_print(head, again);
    return strcmp(text, again) == 0;
}
