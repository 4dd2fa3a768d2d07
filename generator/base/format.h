/* format.h - what printf does, quickly for the formats that nearly all texts are made by. */
#ifndef GENERATOR_BASE_FORMAT_H
#define GENERATOR_BASE_FORMAT_H

#include <stdarg.h>
#include <stddef.h>

/* As vsnprintf(): writes at most size - 1 bytes and a NUL, and returns how long the whole text is. %s,
 * %*s, %.*s, %c, %d, %u and %zu are written here; a format with anything else is vsnprintf's. */
int format_into(char *text, size_t size, const char *format, va_list arguments)
    __attribute__((format(printf, 3, 0)));

#endif
