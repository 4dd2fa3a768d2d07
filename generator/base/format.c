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

static void add_blanks(struct written *written, size_t count)
{
    for (; count > 0; count--)
        add(written, " ", 1);
}

/* Writes the conversion's argument; returns how long the conversion is, 0 for one that is vsnprintf's. */
static size_t add_argument(struct written *written, const char *conversion, va_list *arguments)
{
    if (conversion[0] == 's') {
        const char *string = va_arg(*arguments, const char *);
        add(written, string, strlen(string));
        return 1;
    }
    if (conversion[0] == 'd') {
        int number = va_arg(*arguments, int);
        add_number(written, number < 0 ? 0u - (unsigned)number : (unsigned)number, number < 0);
        return 1;
    }
    if (conversion[0] == 'u') {
        add_number(written, va_arg(*arguments, unsigned), false);
        return 1;
    }
    if (conversion[0] == 'c') {
        char character = (char)va_arg(*arguments, int);
        add(written, &character, 1);
        return 1;
    }
    if (strncmp(conversion, "zu", 2) == 0) {
        add_number(written, va_arg(*arguments, size_t), false);
        return 2;
    }
    if (strncmp(conversion, "*s", 2) == 0) {
        int width = va_arg(*arguments, int);
        const char *string = va_arg(*arguments, const char *);
        size_t length = strlen(string);
        if (width < 0)
            return 0;
        add_blanks(written, (size_t)width > length ? (size_t)width - length : 0);
        add(written, string, length);
        return 2;
    }
    if (strncmp(conversion, ".*s", 3) == 0) {
        int most = va_arg(*arguments, int);
        const char *string = va_arg(*arguments, const char *);
        add(written, string, most < 0 ? strlen(string) : strnlen(string, (size_t)most));
        return 3;
    }
    return 0;
}

int format_into(char *text, size_t size, const char *format, va_list arguments)
{
    struct written written = {.text = text, .size = size};
    va_list taken;
    va_copy(taken, arguments);
    const char *at = format;
    size_t conversion = 1;
    for (size_t plain = plain_length(at);; plain = plain_length(at)) {
        add(&written, at, plain);
        at += plain;
        if (*at == '\0')
            break;
        conversion = add_argument(&written, ++at, &taken);
        if (conversion == 0)
            break;
        at += conversion;
    }
    va_end(taken);
    if (conversion == 0)
        return vsnprintf(text, size, format, arguments);
    if (size > 0)
        text[written.length < size ? written.length : size - 1] = '\0';
    return written.length > INT_MAX ? -1 : (int)written.length;
}
