/* query_string.c - see query_string.h. */
#include "formats/query_string.h"

#include <stdint.h>

enum { PARAMETER_LIMIT = 1000 };

static int hex_digit(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

int hex_pair(const char *digits)
{
    int high = hex_digit(digits[0]);
    int low = high < 0 ? -1 : hex_digit(digits[1]);

    return low < 0 ? -1 : high * 16 + low;
}

static struct text decode(struct arena *arena, struct text encoded)
{
    struct text copy = arena_copy(arena, encoded); /* ends with a NUL, so hex_pair() may look */
    char *write = (char *)(uintptr_t)copy.bytes;
    const char *read = copy.bytes;
    const char *end = read ? read + encoded.length : NULL;

    if (!read)
        return copy;
    while (read < end) {
        int byte = *read == '%' ? hex_pair(read + 1) : -1;
        if (byte > 0) {
            *write++ = (char)byte;
            read += 3;
        } else {
            *write++ = *read == '+' ? ' ' : *read;
            read++;
        }
    }
    *write = '\0';
    copy.length = (size_t)(write - copy.bytes);
    return copy;
}

bool query_parse(struct arena *arena, struct text query, const struct parameter **parameters,
                 size_t *count)
{
    struct parameter *list;
    size_t limit = 1;

    *parameters = NULL;
    *count = 0;
    if (!query.length)
        return true;
    for (size_t i = 0; i < query.length && limit < PARAMETER_LIMIT; i++)
        limit += query.bytes[i] == '&';
    list = arena_alloc_array(arena, limit, sizeof *list);
    if (!list)
        return false;
    while (query.length && *count < limit) {
        const char *ampersand = memchr(query.bytes, '&', query.length);
        size_t length = ampersand ? (size_t)(ampersand - query.bytes) : query.length;
        const char *equals = memchr(query.bytes, '=', length);
        size_t name_length = equals ? (size_t)(equals - query.bytes) : length;
        struct text name = {query.bytes, name_length};
        struct text value = {equals ? equals + 1 : "", equals ? length - name_length - 1 : 0};
        if (length) {
            list[*count].name = decode(arena, name);
            list[*count].value = decode(arena, value);
            (*count)++;
        }
        query.bytes += ampersand ? length + 1 : length;
        query.length -= ampersand ? length + 1 : length;
    }
    *parameters = list;
    return !arena->failed;
}
