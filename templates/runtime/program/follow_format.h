/* follow_format.h - how records of a log (follow_log.h) and what they carry are laid out. */
#ifndef RUNTIME_PROGRAM_FOLLOW_FORMAT_H
#define RUNTIME_PROGRAM_FOLLOW_FORMAT_H

#include "program/follow_log.h"

enum {
    FOLLOW_RECORD_HEAD = 56,
    /* What a segment begins with: 16 bytes that say what it is, its number, how many records are before it,
     * the hash of the last of them. */
    FOLLOW_SEGMENT_HEAD = 64,
    FOLLOW_SEGMENT_NAME = 9,
    FOLLOW_HEAD_LIMIT = 512,
    /* The payload of the first record: the position, and something random. */
    FOLLOW_POSITION_BYTES = TAIL_SALT_BYTES + 12,
    FOLLOW_NONCE_BYTES = 16,
    FOLLOW_START_BYTES = FOLLOW_POSITION_BYTES + FOLLOW_NONCE_BYTES
};

void follow_frames_write(const struct follow_frames *frames, unsigned char *bytes);

/* False when a payload of that length has no frames that could be. */
bool follow_frames_read(struct follow_frames *frames, const unsigned char *bytes, uint64_t length);
void follow_file_write(const struct follow_file *file, unsigned char *bytes);

bool follow_file_read(struct follow_file *file, const unsigned char *bytes, uint64_t length);

void follow_position_write(const struct tail_position *position, unsigned char *bytes);
void follow_position_read(struct tail_position *position, const unsigned char *bytes);

void follow_record_write(const struct follow_record *record, unsigned char *bytes);

/* False when it is the head of no record. */
bool follow_record_read(struct follow_record *record, const unsigned char *bytes);

void follow_hash(unsigned char hash[FOLLOW_HASH_BYTES], const unsigned char *head,
                 const unsigned char *payload, size_t length);

void follow_segment_write(const struct follow_end *end, unsigned char *bytes);
bool follow_segment_read(struct follow_end *end, const unsigned char *bytes);

void follow_segment_name(uint64_t segment, char name[FOLLOW_SEGMENT_NAME]);

/* Writes the text of a head, and returns its length. */
int follow_head_print(const struct follow_head *head, char text[FOLLOW_HEAD_LIMIT]);

/* Reads a file that holds `head` (follow_log.h). */
bool follow_head_read(int folder, struct follow_head *head);
bool follow_head_write(int folder, const struct follow_head *head);

#endif
