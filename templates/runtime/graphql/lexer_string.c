/* lexer_string.c - strings and block strings (specification, section 2.9.4). */
#include "base/utf8.h"
#include "graphql/lexer.h"

/* Digits of \u or \u{...}; -1 when they are none. Eight digits are more than enough. */
static int64_t read_hex(const struct graphql_lexer *lexer, size_t from, size_t count)
{
    int64_t code = 0;

    for (size_t i = 0; i < count; i++) {
        int byte = graphql_lexer_peek(lexer, from + i);
        if (byte >= '0' && byte <= '9')
            code = code * 16 + (byte - '0');
        else if (byte >= 'a' && byte <= 'f')
            code = code * 16 + (byte - 'a' + 10);
        else if (byte >= 'A' && byte <= 'F')
            code = code * 16 + (byte - 'A' + 10);
        else
            return -1;
    }
    return code;
}

static bool is_scalar(int64_t code)
{
    return code > 0 && (code < 0xD800 || (code > 0xDFFF && code <= 0x10FFFF));
}

/* Says that what stands from the cursor on, at most so many bytes of it, is no escape. */
static bool bad_escape(struct graphql_lexer *lexer, const char *what, size_t length)
{
    size_t left = lexer->source.length - lexer->at;
    struct text escape = {lexer->source.bytes + lexer->at, length < left ? length : left};

    for (size_t i = 0; i < escape.length; i++)
        if ((unsigned char)escape.bytes[i] < 0x20 || (unsigned char)escape.bytes[i] > 0x7E)
            escape.length = i;
    return graphql_syntax_error(lexer->errors, graphql_lexer_place(lexer), what, escape);
}

/* \u{1F600}, at its backslash. */
static bool take_braced_escape(struct graphql_lexer *lexer, unsigned *code)
{
    size_t digits = 0;
    int64_t value;

    while (digits < 9 && read_hex(lexer, 3 + digits, 1) >= 0)
        digits++;
    value = digits && digits < 9 ? read_hex(lexer, 3, digits) : -1;
    if (graphql_lexer_peek(lexer, 3 + digits) != '}' || !is_scalar(value))
        return bad_escape(lexer, "Invalid Unicode escape sequence: \"{}\".",
                          digits < 9 ? digits + 4 : digits + 3);
    *code = (unsigned)value;
    lexer->at += digits + 4;
    return true;
}

/* \u00E9, or two of them that are a surrogate pair. */
static bool take_fixed_escape(struct graphql_lexer *lexer, unsigned *code)
{
    int64_t value = read_hex(lexer, 2, 4);
    int64_t trail;

    if (is_scalar(value)) {
        *code = (unsigned)value;
        lexer->at += 6;
        return true;
    }
    if (value < 0xD800 || value > 0xDBFF || graphql_lexer_peek(lexer, 6) != '\\' ||
        graphql_lexer_peek(lexer, 7) != 'u')
        return bad_escape(lexer, "Invalid Unicode escape sequence: \"{}\".", 6);
    trail = read_hex(lexer, 8, 4);
    if (trail < 0xDC00 || trail > 0xDFFF)
        return bad_escape(lexer, "Invalid Unicode escape sequence: \"{}\".", 6);
    *code = 0x10000u + (((unsigned)value - 0xD800u) << 10) + ((unsigned)trail - 0xDC00u);
    lexer->at += 12;
    return true;
}

static bool take_escape(struct graphql_lexer *lexer, struct buffer *value)
{
    static const char escapes[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    int byte = graphql_lexer_peek(lexer, 1);
    const char *found = byte > 0 ? strchr(escapes, byte) : NULL;
    unsigned code = 0;
    char bytes[4] = "";
    bool taken;

    if (found) {
        buffer_add_char(value, meanings[found - escapes]);
        lexer->at += 2;
        return true;
    }
    if (byte != 'u')
        return bad_escape(lexer, "Invalid character escape sequence: \"{}\".", 2);
    taken = graphql_lexer_peek(lexer, 2) == '{' ? take_braced_escape(lexer, &code)
                                                : take_fixed_escape(lexer, &code);
    if (!taken)
        return false;
    buffer_add(value, bytes, utf8_encode(code, bytes));
    return true;
}

/* What counts in a string as in a block string: valid UTF-8, and no NUL. */
static bool take_character(struct graphql_lexer *lexer)
{
    if (graphql_lexer_peek(lexer, 0) > 0 && graphql_lexer_skip_character(lexer) > 0)
        return true;
    return graphql_syntax_error(lexer->errors, graphql_lexer_place(lexer),
                                "Invalid character within String: {}.",
                                graphql_printed_character(lexer));
}

/* The string's value, or false with an error. Its bytes are copied from the first escape on. */
static bool take_plain_string(struct graphql_lexer *lexer, struct graphql_token *token)
{
    struct buffer value;
    bool escaped = false;
    size_t start = ++lexer->at;

    token->kind = GRAPHQL_TOKEN_STRING;
    buffer_init(&value, lexer->errors->arena, 0);
    for (;;) {
        int byte = graphql_lexer_peek(lexer, 0);
        if (byte == '"')
            break;
        if (byte < 0 || byte == '\n' || byte == '\r')
            return graphql_syntax_error(lexer->errors, graphql_lexer_place(lexer),
                                        "Unterminated string.", text_none());
        if (byte == '\\') {
            escaped = true;
            buffer_add(&value, lexer->source.bytes + start, lexer->at - start);
            if (!take_escape(lexer, &value))
                return false;
            start = lexer->at;
        } else if (!take_character(lexer)) {
            return false;
        }
    }
    token->text = (struct text){lexer->source.bytes + start, lexer->at - start};
    lexer->at++;
    if (escaped) {
        buffer_add_text(&value, token->text);
        token->text = buffer_text(&value);
    }
    return !value.failed;
}

/* The end of the line that begins at `at`. */
static size_t line_end(struct text text, size_t at)
{
    const char *end = memchr(text.bytes + at, '\n', text.length - at);

    return end ? (size_t)(end - text.bytes) : text.length;
}

static size_t indentation(struct text text, size_t at, size_t end)
{
    size_t count = 0;

    while (at + count < end && (text.bytes[at + count] == ' ' || text.bytes[at + count] == '\t'))
        count++;
    return count;
}

/* BlockStringValue of the specification: without the indentation that all lines but the first have
 * in common, and without blank lines at either end. The text's line ends are \n. */
static bool dedent(struct arena *arena, struct text raw, struct text *value)
{
    size_t common = SIZE_MAX;
    size_t first = SIZE_MAX; /* lines that are not blank: where the first begins, the last ends */
    size_t last = 0;
    struct buffer buffer;

    for (size_t at = 0; at <= raw.length;) {
        size_t end = line_end(raw, at);
        size_t indent = indentation(raw, at, end);
        if (at + indent < end) {
            if (at > 0 && indent < common)
                common = indent;
            if (first == SIZE_MAX)
                first = at;
            last = end;
        }
        at = end + 1;
    }
    buffer_init(&buffer, arena, last ? last - first + 1 : 1);
    for (size_t at = first; at < last;) {
        size_t end = line_end(raw, at);
        size_t indent = indentation(raw, at, end);
        size_t drop = at == 0 ? 0 : indent < common ? indent : common;
        if (at > first)
            buffer_add_char(&buffer, '\n');
        buffer_add(&buffer, raw.bytes + at + drop, end - at - drop);
        at = end + 1;
    }
    *value = buffer_text(&buffer);
    return !buffer.failed;
}

static bool take_block_string(struct graphql_lexer *lexer, struct graphql_token *token)
{
    struct buffer raw;

    token->kind = GRAPHQL_TOKEN_BLOCK_STRING;
    lexer->at += 3;
    buffer_init(&raw, lexer->errors->arena, 0);
    for (;;) {
        struct text rest = {lexer->source.bytes + lexer->at, lexer->source.length - lexer->at};
        size_t start = lexer->at;
        if (rest.length == 0)
            return graphql_syntax_error(lexer->errors, graphql_lexer_place(lexer),
                                        "Unterminated string.", text_none());
        if (rest.length >= 3 && memcmp(rest.bytes, "\"\"\"", 3) == 0)
            break;
        if (rest.length >= 4 && memcmp(rest.bytes, "\\\"\"\"", 4) == 0) {
            buffer_add_string(&raw, "\"\"\"");
            lexer->at += 4;
        } else if (graphql_lexer_skip_line_end(lexer)) {
            buffer_add_char(&raw, '\n');
        } else if (take_character(lexer)) {
            buffer_add(&raw, lexer->source.bytes + start, lexer->at - start);
        } else {
            return false;
        }
    }
    lexer->at += 3;
    return !raw.failed && dedent(lexer->errors->arena, buffer_text(&raw), &token->text);
}

bool graphql_lexer_take_string(struct graphql_lexer *lexer, struct graphql_token *token)
{
    if (graphql_lexer_peek(lexer, 1) == '"' && graphql_lexer_peek(lexer, 2) == '"')
        return take_block_string(lexer, token);
    return take_plain_string(lexer, token);
}
