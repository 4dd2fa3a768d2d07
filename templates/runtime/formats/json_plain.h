/* json_plain.h - what stands for itself in a JSON string, which is most of most texts: whoever checks,
 * reads or writes strings passes it at once. */
#ifndef RUNTIME_FORMATS_JSON_PLAIN_H
#define RUNTIME_FORMATS_JSON_PLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline bool json_is_plain(unsigned char byte)
{
    return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
}

/* The high bit of each of eight bytes that is not plain, and perhaps of some above the lowest such:
 * a difference borrows from the byte above only where its own byte is one already. */
static inline uint64_t json_marks(uint64_t word)
{
    const uint64_t ones = 0x0101010101010101u;
    uint64_t below_space = word - 0x20 * ones;
    uint64_t quote = (word ^ '"' * ones) - ones;
    uint64_t backslash = (word ^ '\\' * ones) - ones;

    return (word | below_space | quote | backslash) & 0x80 * ones;
}

/* How many of the bytes, from the first on, are ASCII and neither control characters nor '"' nor
 * '\\'. */
static inline size_t json_plain_length(const char *bytes, size_t length)
{
    uint64_t word, marks;
    size_t at = 0;

    for (; at + sizeof word <= length; at += sizeof word) {
        memcpy(&word, bytes + at, sizeof word);
        marks = json_marks(word);
        if (marks && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)
            return at + (size_t)__builtin_ctzll(marks) / 8;
        if (marks)
            break;
    }
    while (at < length && json_is_plain((unsigned char)bytes[at]))
        at++;
    return at;
}

#endif
