/* excerpt.c - see excerpt.h.
 *
 * The window is found by walking outwards from the span, so that the cost does not depend on the
 * length of the line: a minified schema is one line of megabytes. */
#include "base/excerpt.h"

#include "base/utf8.h"

#include <stdbool.h>
#include <string.h>

enum { BYTES_BEFORE = 60, BYTES_AFTER = 80, TAB_WIDTH = 4 };

/* Appends one character as it is shown, and returns its width. *size is its length in bytes. */
static unsigned add_shown(struct buffer *out, const char *text, size_t length, size_t *size)
{
    uint32_t code_point = 0;
    *size = utf8_decode(text, length, &code_point);
    if (*size == 0) {
        *size = 1;
        buffer_add_string(out, "\xEF\xBF\xBD"); /* U+FFFD */
        return 1;
    }
    bool is_control = code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0);
    bool turns_text = (code_point >= 0x202A && code_point <= 0x202E) ||
                      (code_point >= 0x2066 && code_point <= 0x2069);
    if (code_point == '\t') {
        buffer_printf(out, "%*s", TAB_WIDTH, "");
        return TAB_WIDTH;
    }
    if (is_control || turns_text) {
        buffer_add_string(out, "\xEF\xBF\xBD");
        return 1;
    }
    buffer_add(out, text, *size);
    return utf8_width(code_point);
}

static unsigned add_text(struct buffer *out, const char *text, size_t length)
{
    unsigned width = 0;
    size_t size = 0;
    for (size_t i = 0; i < length; i += size)
        width += add_shown(out, text + i, length - i, &size);
    return width;
}

void excerpt_add_clean(struct buffer *out, const char *text, size_t length)
{
    enum { LONGEST = 300 };
    bool is_cut = length > LONGEST;
    if (is_cut) {
        length = LONGEST;
        while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
            length--;
    }
    add_text(out, text, length);
    if (is_cut)
        buffer_add_string(out, "...");
}

static bool continues(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

static void add_repeated(struct buffer *out, char c, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        buffer_add(out, &c, 1);
}

void excerpt_add(struct buffer *out, struct span span)
{
    if (!span.source)
        return;
    span = span_written(span);
    const char *bytes = span.source->bytes;
    size_t length = span.source->length;
    size_t place = span.offset < length ? span.offset : length;

    size_t start = place;
    while (start > 0 && bytes[start - 1] != '\n' && place - start < BYTES_BEFORE)
        start--;
    while (start < place && continues(bytes[start]))
        start++;
    size_t end = place;
    while (end < length && bytes[end] != '\n' && end - place < BYTES_AFTER)
        end++;
    while (end < length && end > place && continues(bytes[end]))
        end--;
    bool cut_before = start > 0 && bytes[start - 1] != '\n';
    bool cut_after = end < length && bytes[end] != '\n';
    if (!cut_after && end > place && bytes[end - 1] == '\r')
        end--;
    size_t span_end = place + span.length < end ? place + span.length : end;

    buffer_add_string(out, cut_before ? "  ..." : "  ");
    unsigned indent = (cut_before ? 5 : 2) + add_text(out, bytes + start, place - start);
    unsigned width = add_text(out, bytes + place, span_end - place);
    add_text(out, bytes + span_end, end - span_end);
    buffer_add_string(out, cut_after ? "...\n" : "\n");
    add_repeated(out, ' ', indent);
    buffer_add_string(out, "^");
    add_repeated(out, '~', width > 1 ? width - 1 : 0);
    buffer_add_string(out, "\n");
}
