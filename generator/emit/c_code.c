/* c_code.c - the names and literals of emitted C; see c_code.h. */
#include "emit/c_code.h"

#include "emit/origin.h"

#include <string.h>

enum {
    LITERAL_LIMIT = 4000, /* a string literal's bytes; C17 promises 4,095 */
    LITERAL_WIDTH = 72,   /* where a literal is broken at the next space */
    BYTES_PER_LINE = 20
};

void c_constant(struct buffer *buffer, const struct model_class *class,
                const struct model_field *field)
{
    buffer_printf(buffer, "%s_", class->c_name);
    for (const char *c = field->c_name; *c != '\0'; c++) {
        char upper = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
        buffer_add(buffer, &upper, 1);
    }
}

/* Whether name is word, or word followed by underscores only. */
static bool is_word_with_underscores(const char *name, const char *word)
{
    size_t length = strlen(word);
    return strncmp(name, word, length) == 0 && name[length + strspn(name + length, "_")] == '\0';
}

void c_member(struct buffer *buffer, const struct model_field *field)
{
    static const char *const taken[] = {"object", "state"}; /* in every object's struct */
    buffer_add_string(buffer, field->c_name);
    for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++) {
        /* "state" becomes "state_" and "state_" becomes "state__": no two become one. */
        if (is_word_with_underscores(field->c_name, taken[i]))
            buffer_add_string(buffer, "_");
    }
}

/* A literal's worth of the string: up to a line end, or to the first space past the width. */
static size_t piece_length(const char *string)
{
    size_t length = 0;
    while (string[length] != '\0') {
        char c = string[length++];
        if (c == '\n' || (c == ' ' && length >= LITERAL_WIDTH))
            break;
    }
    return length;
}

static void byte_array(struct buffer *buffer, const char *string, int indent)
{
    buffer_add_string(buffer, "(const char[]){");
    for (size_t i = 0; string[i] != '\0'; i++) {
        if (i % BYTES_PER_LINE == 0)
            buffer_printf(buffer, "\n%*s", indent, "");
        /* Octal keeps bytes past 0x7F within a char, signed or not. */
        buffer_printf(buffer, "'\\%03o',%s", (unsigned)(unsigned char)string[i],
                      i % BYTES_PER_LINE == BYTES_PER_LINE - 1 ? "" : " ");
    }
    buffer_add_string(buffer, "0}");
}

void c_string(struct buffer *buffer, const char *string, int indent)
{
    if (strlen(string) > LITERAL_LIMIT) {
        byte_array(buffer, string, indent);
        return;
    }
    do {
        size_t length = piece_length(string);
        buffer_quote_c(buffer, arena_copy(buffer->arena, string, length));
        string += length;
        if (*string != '\0')
            buffer_printf(buffer, "\n%*s", indent, "");
    } while (*string != '\0');
}

void c_text(struct buffer *buffer, const char *string)
{
    buffer_add_string(buffer, "{");
    c_string(buffer, string, 12);
    buffer_printf(buffer, ", %zu}", strlen(string));
}

void c_text_array(struct buffer *buffer, const char *const *strings, size_t count)
{
    size_t width = 0;
    for (size_t i = 0; i < count; i++)
        width += strlen(strings[i]);
    bool on_one_line = width + 10 * count <= LITERAL_WIDTH;
    buffer_add_string(buffer, "(const struct text[]){");
    for (size_t i = 0; i < count; i++) {
        buffer_add_string(buffer, !on_one_line ? "\n            " : i == 0 ? "" : ", ");
        c_text(buffer, strings[i]);
        buffer_add_string(buffer, on_one_line ? "" : ",");
    }
    buffer_add_string(buffer, on_one_line ? "}" : "\n        }");
}

void c_origin(struct buffer *buffer, struct span schema_span, struct span spec_span)
{
    buffer_quote_comment(buffer, origin_text(buffer->arena, schema_span, spec_span));
}

int column_count(enum field_type type)
{
    return type == FIELD_RELATION ? 0 : type == FIELD_GEOPOINT ? 2 : 1;
}
