/* log.c - see log.h. Each line is put together first and written with one call, so that threads do
 * not mix theirs. It stands below everything else, so it does its own quoting: what a JSON string
 * may not hold as it is becomes a question mark. */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>

enum { MESSAGE_LIMIT = 1024 };

static void log_line(const char *level, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

static void log_line(const char *level, const char *format, va_list arguments)
{
    char message[MESSAGE_LIMIT];
    char moment[32] = "";
    struct timespec now;
    struct tm utc;

    vsnprintf(message, sizeof message, format, arguments);
    for (char *byte = message; *byte; byte++)
        if ((unsigned char)*byte < ' ' || *byte == '"' || *byte == '\\')
            *byte = '?';
    if (clock_gettime(CLOCK_REALTIME, &now) == 0 && gmtime_r(&now.tv_sec, &utc))
        strftime(moment, sizeof moment, "%Y-%m-%dT%H:%M:%S", &utc);
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
