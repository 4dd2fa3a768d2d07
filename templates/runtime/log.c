/* log.c - see log.h. Each line is written with one call, so that threads do not mix theirs. */
#include "log.h"

#include "arena.h"
#include "buffer.h"
#include "date.h"
#include "json.h"

#include <stdarg.h>
#include <stdio.h>

static void log_line(const char *level, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

static void log_line(const char *level, const char *format, va_list arguments)
{
    struct arena arena;
    struct buffer line;
    char message[1024];

    arena_init(&arena);
    buffer_init(&line, &arena, sizeof message);
    vsnprintf(message, sizeof message, format, arguments);
    buffer_add_string(&line, "{\"time\":");
    date_write_json(&line, date_now());
    buffer_add_string(&line, ",\"level\":\"");
    buffer_add_string(&line, level);
    buffer_add_string(&line, "\",\"message\":");
    json_write_string(&line, text_of(message));
    buffer_add_string(&line, "}\n");
    if (!line.failed)
        fwrite(line.bytes, 1, line.length, stderr);
    arena_release(&arena);
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
