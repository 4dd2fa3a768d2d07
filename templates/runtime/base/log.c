/* log.c - see log.h. Each line is put together first and written with one call, so that threads do
 * not mix theirs. It stands below everything else, so it does its own quoting: what a JSON string
 * may not hold as it is, and what is no UTF-8, becomes question marks. */
#include "base/log.h"

#include "base/text.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>

enum { MESSAGE_LIMIT = 1024 };

static void log_line(const char *level, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

static void make_harmless(char *message)
{
    struct text text = text_of(message);
    size_t length;

    for (size_t i = 0; i < text.length; i += length ? length : 1) {
        length = utf8_character_length(text, i);
        if (length == 0 || (unsigned char)message[i] < ' ' || message[i] == 0x7f ||
            message[i] == '"' || message[i] == '\\')
            message[i] = '?';
    }
}

static void log_line(const char *level, const char *format, va_list arguments)
{
    char message[MESSAGE_LIMIT];
    char moment[32] = "";
    struct timespec now;
    struct tm utc;

    vsnprintf(message, sizeof message, format, arguments);
    make_harmless(message);
    if (clock_gettime(CLOCK_REALTIME, &now) == 0 && gmtime_r(&now.tv_sec, &utc))
        strftime(moment, sizeof moment, "%Y-%m-%dT%H:%M:%S", &utc);
    /* The one place where texts go into JSON by a format: nothing in them needs quoting any more. */
    fprintf(stderr, "{\"time\":\"%s.%03ldZ\",\"level\":\"%s\",\"message\":\"%s\"}\n", moment,
            now.tv_nsec / 1000000, level, message);
}

void log_info(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    log_line("info", format, arguments);
    va_end(arguments);
}

void log_error(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    log_line("error", format, arguments);
    va_end(arguments);
}
