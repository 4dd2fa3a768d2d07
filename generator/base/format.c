/* format.c - see format.h. */
#include "base/format.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* What is written so far, of which only what fits is kept. */
struct written {
    char *text;
    size_t size;
    size_t length;
};

static void add(struct written *written, const char *bytes, size_t length)
{
    if (written->length < written->size) {
        size_t room = written->size - written->length;
        memcpy(written->text + written->length, bytes, length < room ? length : room);
    }
    written->length += length;
}

static void add_number(struct written *written, size_t number, bool negative)
{
    char digits[24];
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    if (negative)
        digits[--at] = '-';
    add(written, digits + at, sizeof digits - at);
}

/* Most are too short for a call. */
static size_t plain_length(const char *format)
{
    size_t length = 0;
    while (format[length] != '%' && format[length] != '\0')
        length++;
    return length;
}

/* Writes the conversion's argument; false for a conversion that is vsnprintf's. */
static bool add_argument(struct written *written, const char *conversion, va_list *arguments)
{
    if (*conversion == 's') {
        const char *string = va_arg(*arguments, const char *);
        add(written, string, strlen(string));
    } else if (*conversion == 'd') {
        int number = va_arg(*arguments, int);
        add_number(written, number < 0 ? 0u - (unsigned)number : (unsigned)number, number < 0);
    } else if (*conversion == 'u') {
        add_number(written, va_arg(*arguments, unsigned), false);
    } else if (conversion[0] == 'z' && conversion[1] == 'u') {
        add_number(written, va_arg(*arguments, size_t), false);
    } else {
        return false;
    }
    return true;
}

int format_into(char *text, size_t size, const char *format, va_list arguments)
{
    struct written written = {.text = text, .size = size};
    va_list taken;
    va_copy(taken, arguments);
    const char *at = format;
    bool is_simple = true;
    for (size_t plain = plain_length(at);; plain = plain_length(at)) {
        add(&written, at, plain);
        at += plain;
        if (*at == '\0')
            break;
        is_simple = add_argument(&written, ++at, &taken);
        if (!is_simple)
            break;
        at += *at == 'z' ? 2 : 1;
    }
    va_end(taken);
    if (!is_simple)
        return vsnprintf(text, size, format, arguments);
    if (size > 0)
        text[written.length < size ? written.length : size - 1] = '\0';
    return written.length > INT_MAX ? -1 : (int)written.length;
}
