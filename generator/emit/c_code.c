/* c_code.c - the names and literals of emitted C; see c_code.h. */
#include "emit/c_code.h"

#include "emit/origin.h"

#include <string.h>

enum {
    LITERAL_LIMIT = 4000, /* a string literal's bytes; C17 promises 4,095 */
    LEAST_ROOM = 24,      /* for a literal, however far it is indented */
    C_PIECE = 2000        /* how many bytes of a line go into one constant of several */
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

size_t c_column(const struct buffer *buffer)
{
    const char *line_end = memrchr(buffer->bytes, '\n', buffer->length);
    return buffer->length - (line_end ? (size_t)(line_end - buffer->bytes) + 1 : 0);
}

void c_align(struct buffer *buffer, size_t column)
{
    static const char spaces[] = "                                                ";
    buffer_add_string(buffer, "\n");
    for (size_t done = 0; done < column; done += sizeof spaces - 1)
        buffer_add(buffer, spaces,
                   column - done < sizeof spaces ? column - done : sizeof spaces - 1);
}

/* How much of a line a byte takes in a literal: buffer_quote_c() says why. */
static size_t quoted_width(char c)
{
    if (c == '\n' || c == '"' || c == '\\' || c == '?')
        return 2;
    return c < 0x20 || c > 0x7E ? 4 : 1;
}

/* How much of the string goes into one literal: up to a line end, or to the last space for which
 * there is room, or, where there is none, as much as fits. */
static size_t piece_length(const char *string, size_t room)
{
    size_t to_space = 0;
    size_t width = sizeof "\"\"" - 1;
    for (size_t length = 0; string[length] != '\0';) {
        width += quoted_width(string[length]);
        if (width > room && length > 0)
            return to_space > 0 ? to_space : length;
        char c = string[length++];
        if (c == '\n' || string[length] == '\0')
            return length;
        if (c == ' ')
            to_space = length;
    }
    return 0;
}

static void byte_array(struct buffer *buffer, const char *string)
{
    size_t column = c_column(buffer);
    size_t per_line = column + LEAST_ROOM < C_WIDTH ? (C_WIDTH - column) / sizeof "'\\000'," : 2;
    buffer_add_string(buffer, "((const char[]){");
    for (size_t i = 0; string[i] != '\0'; i++) {
        if (i % per_line == 0)
            c_align(buffer, column);
        /* Octal keeps bytes past 0x7F within a char, signed or not. */
        buffer_printf(buffer, "'\\%03o',%s", (unsigned)(unsigned char)string[i],
                      i % per_line == per_line - 1 ? "" : " ");
    }
    buffer_add_string(buffer, "0})");
}

void c_string(struct buffer *buffer, const char *string)
{
    if (strlen(string) > LITERAL_LIMIT) {
        byte_array(buffer, string);
        return;
    }
    size_t column = c_column(buffer);
    size_t room = column + LEAST_ROOM < C_WIDTH ? C_WIDTH - column : LEAST_ROOM;
    do {
        size_t length = piece_length(string, room);
        buffer_quote_c(buffer, arena_copy(buffer->arena, string, length));
        string += length;
        if (*string != '\0')
            c_align(buffer, column);
    } while (*string != '\0');
}

size_t c_pieces(struct buffer *buffer, const char *text)
{
    size_t count = 0;
    for (const char *rest = text; *rest != '\0'; count++) {
        const char *line_end = strchr(rest, '\n');
        size_t length = !line_end ? strlen(rest) : (size_t)(line_end + 1 - rest);
        length = length > C_PIECE ? C_PIECE : length;
        buffer_add_string(buffer, "    ");
        c_string(buffer, arena_copy(buffer->arena, rest, length));
        buffer_add_string(buffer, ",\n");
        rest += length;
    }
    return count;
}

void c_text(struct buffer *buffer, const char *string)
{
    buffer_add_string(buffer, "TEXT(");
    c_string(buffer, string);
    buffer_add_string(buffer, ")");
}

const char *c_constant_text(struct arena *arena, const struct model_class *class,
                            const struct model_field *field)
{
    struct buffer text;
    buffer_init(&text, arena);
    c_constant(&text, class, field);
    return text.bytes;
}

const char *c_member_text(struct arena *arena, const char *object, const struct model_field *field)
{
    struct buffer text;
    buffer_init(&text, arena);
    buffer_printf(&text, "%s->", object);
    c_member(&text, field);
    return text.bytes;
}

const char *c_literal_text(struct arena *arena, const char *string)
{
    struct buffer text;
    buffer_init(&text, arena);
    buffer_quote_c(&text, string);
    return text.bytes;
}

struct c_list c_list_open(struct buffer *buffer)
{
    return c_chain_open(buffer, ",");
}

struct c_list c_chain_open(struct buffer *buffer, const char *separator)
{
    return (struct c_list){.buffer = buffer, .separator = separator, .column = c_column(buffer)};
}

void c_list_next(struct c_list *list, size_t width)
{
    struct buffer *buffer = list->buffer;
    if (list->count++ == 0)
        return;
    buffer_add_string(buffer, list->separator);
    if (c_column(buffer) + 1 + width <= C_WIDTH)
        buffer_add_string(buffer, " ");
    else
        c_align(buffer, list->column);
}

void c_list_add(struct c_list *list, const char *item)
{
    c_list_next(list, strlen(item));
    buffer_add_string(list->buffer, item);
}

void c_text_array(struct buffer *buffer, const char *const *strings, size_t count)
{
    buffer_add_string(buffer, "(const struct text[]){");
    struct c_list list = c_list_open(buffer);
    for (size_t i = 0; i < count; i++) {
        size_t width = sizeof "TEXT(\"\")" - 1;
        for (const char *c = strings[i]; *c != '\0'; c++)
            width += quoted_width(*c);
        c_list_next(&list, width);
        c_text(buffer, strings[i]);
    }
    buffer_add_string(buffer, "}");
}

void c_constants(struct buffer *buffer, const struct model_class *class,
                 const struct model_field *const *fields, size_t count)
{
    buffer_add_string(buffer, "(const int[]){");
    struct c_list list = c_list_open(buffer);
    for (size_t i = 0; i < count; i++) {
        struct buffer constant;
        buffer_init(&constant, buffer->arena);
        c_constant(&constant, class, fields[i]);
        c_list_add(&list, constant.bytes);
    }
    buffer_add_string(buffer, "}");
}

void c_comment(struct buffer *buffer, int indent, const char *text)
{
    buffer_printf(buffer, "%*s/*", indent, "");
    for (const char *word = text; *word != '\0';) {
        size_t length = strcspn(word, " ");
        bool is_last = word[length] == '\0';
        if (c_column(buffer) + 1 + length > (is_last ? C_WIDTH - sizeof "*/" : C_WIDTH)) {
            c_align(buffer, (size_t)indent);
            buffer_add_string(buffer, " *");
        }
        buffer_add_string(buffer, " ");
        buffer_quote_comment(buffer, arena_copy(buffer->arena, word, length));
        word += length + (is_last ? 0 : 1);
    }
    buffer_add_string(buffer, " */\n");
}

void c_origin_comment(struct buffer *buffer, int indent, struct span schema_span,
                      struct span spec_span)
{
    c_comment(buffer, indent, origin_text(buffer->arena, schema_span, spec_span));
}

void c_sentence(struct buffer *buffer, int indent, const struct model *model,
                const struct model_rule *rule)
{
    c_comment(buffer, indent, c_sentence_text(buffer->arena, model, rule));
}

const char *c_sentence_text(struct arena *arena, const struct model *model,
                            const struct model_rule *rule)
{
    return arena_printf(arena, "%s: %s", origin_place(arena, rule->span),
                        model->sentences[rule->sentence].text);
}

void c_origin(struct buffer *buffer, struct span schema_span, struct span spec_span)
{
    buffer_quote_comment(buffer, origin_text(buffer->arena, schema_span, spec_span));
}

int column_count(enum field_type type)
{
    return type == FIELD_RELATION ? 0 : type == FIELD_GEOPOINT ? 2 : 1;
}
