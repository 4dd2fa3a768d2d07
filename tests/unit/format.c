/* format.c - the generator's printf beside the C library's: same texts, same lengths, also where they
 * do not fit. Says what differs and ends with 1. */
#include "base/format.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static int failures;

__attribute__((format(printf, 1, 2))) static void compare(const char *format, ...)
{
    for (size_t size = 0; size < 80; size++) {
        char ours[80], theirs[80];
        va_list arguments, again;
        memset(ours, 'x', sizeof ours);
        memset(theirs, 'x', sizeof theirs);
        va_start(arguments, format);
        va_copy(again, arguments);
        int length = format_into(ours, size, format, arguments);
        int expected = vsnprintf(theirs, size, format, again);
        va_end(again);
        va_end(arguments);
        if (length != expected || memcmp(ours, theirs, sizeof ours) != 0) {
            fprintf(stderr, "\"%s\" in %zu bytes: %.79s\n", format, size, ours);
            failures++;
        }
    }
}

int main(void)
{
    compare("nothing to be written");
    compare("%s", "");
    compare("<%s>%s", "text", "and more of it, more than there is room for here and there");
    compare("%d %d %d %d", 0, 7, INT_MAX, INT_MIN);
    compare("%u/%u", 0u, UINT_MAX);
    compare("%zu and %zu", (size_t)0, SIZE_MAX);
    compare("%s:%u, %s: %d (%zu)", "file", 12u, "line", -34, (size_t)56);
    compare("%s then %03o, 100%% and %.*s, %c%s", "plain", 9u, 3, "abcdef", 'c', "end");
    compare("%.*s|%.*s|%.*s|%.*s", 0, "none", 2, "two", 9, "all", -1, "all as well");
    compare("%*s%s, %*s|%*s|%*s", 4, "", "in", 6, "right", 2, "longer", -8, "left");
    compare("%c%s%c", 'A', "bc", '%');
    return failures > 0;
}
