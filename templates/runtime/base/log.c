/* log.c - see log.h. Each line is put together first and written with one call, so that threads do
 * not mix theirs. It stands below everything else, so it does its own quoting: what a JSON string
 * may not hold as it is, and what is no UTF-8, becomes question marks. */
#include "base/log.h"

#include "base/utf8.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { MESSAGE_LIMIT = 1024, REQUEST_LIMIT = 40, MEMBER_LIMIT = 64, LOG_TIME = 32 };

static bool is_plain;
static _Thread_local uint64_t request_number;
static _Thread_local char *kept_bytes; /* NULL: lines are written */
static _Thread_local size_t kept_size;

static void log_line(const char *level, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

void log_set_plain(bool plain)
{
    is_plain = plain;
}

void log_keep(char *bytes, size_t size)
{
    kept_bytes = bytes;
    kept_size = size;
    if (bytes)
        bytes[0] = '\0';
}

void log_set_request(uint64_t number)
{
    request_number = number;
}

/* Copies the text, made harmless; quotes and backslashes stay where they can be quoted, for which there
 * is room of twice the length. Returns how long the copy is. */
static size_t copy_harmless(char *copy, struct text text, bool quotes)
{
    size_t written = 0;
    size_t length;

    for (size_t i = 0; i < text.length; i += length) {
        unsigned char byte = (unsigned char)text.bytes[i];
        bool is_quote = byte == '"' || byte == '\\';
        length = utf8_character_length(text, i);
        if (length == 0 || byte < ' ' || byte == 0x7f || (is_quote && !quotes)) {
            copy[written++] = '?';
            length = length ? length : 1;
            continue;
        }
        if (is_quote)
            copy[written++] = '\\';
        memcpy(copy + written, text.bytes + i, length);
        written += length;
    }
    return written;
}

static void write_time(char *moment)
{
    struct timespec now = {0};
    struct tm utc;
    size_t length;

    moment[0] = '\0';
    if (clock_gettime(CLOCK_REALTIME, &now) != 0 || !gmtime_r(&now.tv_sec, &utc))
        return;
    length = strftime(moment, LOG_TIME, "%Y-%m-%dT%H:%M:%S", &utc);
    snprintf(moment + length, LOG_TIME - length, ".%03ldZ", now.tv_nsec / 1000000);
}

/* The one place where texts go into JSON by a format: nothing in them needs quoting any more. */
static void write_line(const char *level, const char *message, const char *members)
{
    char moment[LOG_TIME];
    char request[REQUEST_LIMIT] = "";

    if (kept_bytes) {
        snprintf(kept_bytes, kept_size, "%s", message);
        return;
    }
    write_time(moment);
    if (request_number)
        snprintf(request, sizeof request,
                 is_plain ? "[%016" PRIx64 "] " : ",\"request\":\"%016" PRIx64 "\"",
                 request_number);
    if (is_plain)
        fprintf(stderr, "%s %s %s%s%s\n", moment, level, request, message, members);
    else
        fprintf(stderr, "{\"time\":\"%s\",\"level\":\"%s\"%s,\"message\":\"%s\"%s}\n", moment,
                level, request, message, members);
}

static void log_line(const char *level, const char *format, va_list arguments)
{
    char message[MESSAGE_LIMIT];
    char harmless[MESSAGE_LIMIT];

    vsnprintf(message, sizeof message, format, arguments);
    harmless[copy_harmless(harmless, text_of(message), false)] = '\0';
    write_line(level, harmless, "");
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

/* Appends a member, for which there is room. */
static size_t add_member(char *line, size_t size, const struct log_member *member, bool plain)
{
    size_t at = (size_t)snprintf(line, size, plain ? " %s=" : ",\"%s\":", member->name);

    if (!member->value.bytes)
        return at + (size_t)snprintf(line + at, size - at, "%" PRId64, member->number);
    line[at++] = '"';
    at += copy_harmless(line + at, member->value, true);
    line[at++] = '"';
    line[at] = '\0';
    return at;
}

/* What members take at most. */
static size_t room_for(const struct log_member *members, size_t count)
{
    size_t size = 1;

    for (size_t i = 0; i < count; i++)
        size += strlen(members[i].name) + 2 * members[i].value.length + MEMBER_LIMIT;
    return size;
}

void log_members(const char *message, const struct log_member *members, size_t count)
{
    size_t size = room_for(members, count);
    size_t at = 0;
    char *line = calloc(1, size);

    if (!line)
        return;
    for (size_t i = 0; i < count; i++)
        at += add_member(line + at, size - at, &members[i], is_plain);
    write_line("info", message, line);
    free(line);
}

size_t log_compose(char *line, size_t size, const struct log_member *members, size_t count)
{
    char moment[LOG_TIME];
    size_t at;

    if (size < LOG_TIME + MEMBER_LIMIT + room_for(members, count))
        return 0;
    write_time(moment);
    at = (size_t)snprintf(line, size, "{\"time\":\"%s\"", moment);
    for (size_t i = 0; i < count; i++)
        at += add_member(line + at, size - at, &members[i], false);
    memcpy(line + at, "}\n", 2);
    return at + 2;
}
