/* byte_range.c - see byte_range.h. */
#include "formats/byte_range.h"

/* The number that the text begins with, moved past it; -1 when there is none or it is too large. */
static int64_t read_number(struct text *text)
{
    int64_t number = 0;
    size_t digits = 0;

    while (text->length && text->bytes[0] >= '0' && text->bytes[0] <= '9') {
        int digit = text->bytes[0] - '0';
        if (number > (INT64_MAX - digit) / 10)
            return -1;
        number = number * 10 + digit;
        digits++;
        text->bytes++;
        text->length--;
    }
    return digits ? number : -1;
}

static bool skip(struct text *text, const char *prefix)
{
    size_t length = strlen(prefix);

    if (text->length < length || memcmp(text->bytes, prefix, length) != 0)
        return false;
    text->bytes += length;
    text->length -= length;
    return true;
}

enum byte_range_result byte_range_read(struct text header, int64_t size, int64_t *first,
                                       int64_t *last)
{
    *first = 0;
    *last = size - 1;
    if (!header.bytes || !skip(&header, "bytes="))
        return RANGE_WHOLE;
    if (skip(&header, "-")) {
        int64_t count = read_number(&header);
        if (count < 0 || header.length)
            return RANGE_WHOLE;
        if (count == 0 || size == 0)
            return RANGE_UNSATISFIABLE;
        *first = count < size ? size - count : 0;
        return RANGE_PART;
    }
    int64_t from = read_number(&header);
    if (from < 0 || !skip(&header, "-"))
        return RANGE_WHOLE;
    int64_t to = header.length ? read_number(&header) : size - 1;
    if (header.length || (to < from && to != size - 1))
        return RANGE_WHOLE;
    if (from >= size)
        return RANGE_UNSATISFIABLE;
    *first = from;
    *last = to < size ? to : size - 1;
    return RANGE_PART;
}
