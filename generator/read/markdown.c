/* markdown.c - see markdown.h. Headings and bullets are the spec reader's own affair: they say
 * something. */
#include "read/markdown.h"

#include <stdbool.h>
#include <string.h>

static const char fence[] = "```";

static bool is_blank(const struct source *source, size_t at)
{
    return at >= source->length || strchr(" \t\r\n", source->bytes[at]);
}

/* Whether a line starts at the offset, spaces aside. */
static bool starts_line(const struct source *source, size_t at)
{
    while (at > 0 && (source->bytes[at - 1] == ' ' || source->bytes[at - 1] == '\t'))
        at--;
    return at == 0 || source->bytes[at - 1] == '\n';
}

/* How many bytes of marks there are at the offset. A "*" before a space is a bullet, or nothing of
 * Markdown's. */
static size_t mark_length(const struct source *source, size_t at)
{
    const char *bytes = source->bytes + at;
    size_t left = source->length - at;
    if (left >= sizeof fence - 1 && memcmp(bytes, fence, sizeof fence - 1) == 0 &&
        starts_line(source, at)) {
        const char *end = memchr(bytes, '\n', left);
        return !end ? left : (size_t)(end - bytes);
    }
    if (bytes[0] == '`')
        return 1;
    if (bytes[0] != '*')
        return 0;
    if (left > 1 && bytes[1] == '*')
        return 2;
    return is_blank(source, at + 1) && (at == 0 || is_blank(source, at - 1)) ? 0 : 1;
}

/* The length of a text in double quotes that ends on its line, or 0. */
static size_t quoted_length(const struct source *source, size_t at)
{
    if (source->bytes[at] != '"')
        return 0;
    for (size_t i = at + 1; i < source->length && source->bytes[i] != '\n'; i++)
        if (source->bytes[i] == '\\')
            i++;
        else if (source->bytes[i] == '"')
            return i + 1 - at;
    return 0;
}

static bool has_marks(const struct source *source)
{
    return memchr(source->bytes, '`', source->length) || memchr(source->bytes, '*', source->length);
}

const struct source *markdown_strip(struct arena *arena, const struct source *source)
{
    if (!has_marks(source))
        return source;
    char *bytes = arena_alloc(arena, source->length + 1);
    uint32_t *places = arena_alloc_array(arena, source->length + 1, sizeof *places);
    size_t length = 0;
    for (size_t at = 0; at < source->length;) {
        size_t kept = quoted_length(source, at);
        at += kept > 0 ? 0 : mark_length(source, at);
        if (kept == 0 && at < source->length && mark_length(source, at) == 0)
            kept = 1;
        for (size_t i = 0; i < kept; i++, at++) {
            places[length] = (uint32_t)at;
            bytes[length++] = source->bytes[at];
        }
    }
    places[length] = (uint32_t)source->length;
    struct source *stripped = arena_alloc(arena, sizeof *stripped);
    source_init(stripped, arena, source->name, bytes, length);
    stripped->written = source;
    stripped->places = places;
    return stripped;
}
