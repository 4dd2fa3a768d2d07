/* spec_lex.c - see spec_lex.h. */
#include "read/spec_lex.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

enum { FIRST_TOKENS = 256 };

char spec_punctuation(const char *text, size_t length, size_t *size)
{
    static const struct {
        const char *wide;
        char ascii;
    } table[] = {
        {"（", '('}, {"）", ')'}, {"，", ','}, {"、", ','}, {"：", ':'}, {"；", ';'},
        {"。", '.'}, {"．", '.'}, {"［", '['}, {"］", ']'}, {"【", '['}, {"】", ']'},
        {"＝", '='}, {"－", '-'}, {"•", '*'},  {"＜", '<'}, {"＞", '>'},
    };
    *size = 1;
    if (length > 0 && (unsigned char)text[0] < 0x80)
        return strchr("(),:;.[]{}=<>-*#|", text[0]) ? text[0] : '\0';
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        size_t wide = strlen(table[i].wide);
        if (wide <= length && memcmp(text, table[i].wide, wide) == 0) {
            *size = wide;
            return table[i].ascii;
        }
    }
    return '\0';
}

size_t spec_space(const char *text, size_t length)
{
    static const char *const wide[] = {"\xE3\x80\x80", "\xC2\xA0"}; /* U+3000, U+00A0 */
    if (length > 0 && (text[0] == ' ' || text[0] == '\t' || text[0] == '\r'))
        return 1;
    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++) {
        size_t size = strlen(wide[i]);
        if (size <= length && memcmp(text, wide[i], size) == 0)
            return size;
    }
    return 0;
}

static size_t number_length(const char *text, size_t length)
{
    size_t i = 0;
    while (i < length && isdigit((unsigned char)text[i]))
        i++;
    if (i + 1 < length && text[i] == '.' && isdigit((unsigned char)text[i + 1])) {
        for (i++; i < length && isdigit((unsigned char)text[i]); i++) {
        }
    }
    return i;
}

/* What quotes a text, and how it ends. */
static const struct quotes {
    const char *open;
    const char *close;
} quotes[] = {{"\"", "\""}, {"'", "'"},   {"“", "”"},   {"‘", "’"},   {"„", "“"},  {"‚", "‘"},
              {"«", "»"},   {"「", "」"}, {"『", "』"}, {"〝", "〞"}, {"＂", "＂"}};

static bool starts_with(const char *text, size_t length, const char *start)
{
    return strlen(start) <= length && memcmp(text, start, strlen(start)) == 0;
}

static const struct quotes *quotes_at(const char *text, size_t length)
{
    for (size_t i = 0; i < sizeof quotes / sizeof quotes[0]; i++)
        if (starts_with(text, length, quotes[i].open))
            return &quotes[i];
    return NULL;
}

/* A word goes on to the next space or punctuation; a hyphen inside belongs to it. */
static size_t word_length(const char *text, size_t length)
{
    size_t i = 0;
    while (i < length && text[i] != '\n' && text[i] != '"') {
        size_t size = 0;
        char punctuation = spec_punctuation(text + i, length - i, &size);
        bool is_hyphen = punctuation == '-' && i > 0 && size == 1;
        if ((punctuation != '\0' && !is_hyphen) || spec_space(text + i, length - i) > 0)
            break;
        i++;
    }
    return i;
}

/* Whether an ASCII quote ends a text there: an apostrophe stands within a word. */
static bool ends_quoted(const char *text, size_t length, size_t at, const char *close)
{
    bool is_apostrophe =
        *close == '\'' && at + 1 < length &&
        (isalnum((unsigned char)text[at + 1]) || (unsigned char)text[at + 1] >= 0x80);
    return starts_with(text + at, length - at, close) && !is_apostrophe;
}

size_t spec_quoted(const char *text, size_t length)
{
    const struct quotes *marks = quotes_at(text, length);
    for (size_t i = !marks ? length : strlen(marks->open); i < length && text[i] != '\n'; i++)
        if (*marks->open == '"' && text[i] == '\\')
            i++;
        else if (ends_quoted(text, length, i, marks->close))
            return i + strlen(marks->close);
    return 0;
}

char *spec_unquoted(struct arena *arena, const char *text, size_t length)
{
    const struct quotes *marks = quotes_at(text, length);
    if (!marks || spec_quoted(text, length) != length)
        return NULL;
    size_t start = strlen(marks->open);
    size_t end = length - strlen(marks->close);
    char *inner = arena_alloc(arena, length);
    size_t count = 0;
    for (size_t i = start; i < end; i++) {
        if (*marks->open == '"' && text[i] == '\\' && i + 1 < end)
            i++;
        inner[count++] = text[i];
    }
    inner[count] = '\0';
    return inner;
}

static struct token next_token(const struct source *source, size_t at, size_t end)
{
    const char *text = source->bytes + at;
    size_t length = end - at;
    size_t size = 0;
    size_t quoted = 0;
    struct token token = {.offset = (uint32_t)at};
    char punctuation = spec_punctuation(text, length, &size);
    if (text[0] == '\n') {
        token.kind = TOKEN_LINE_END;
        size = 1;
    } else if ((quoted = spec_quoted(text, length)) > 0 || text[0] == '"') {
        size = quoted > 0 ? quoted : 1;
        token.kind = quoted > 0 ? TOKEN_QUOTED : TOKEN_WORD;
    } else if (punctuation != '\0') {
        token.kind = TOKEN_PUNCTUATION;
        token.punctuation = punctuation;
    } else {
        size_t digits = number_length(text, length);
        size = word_length(text, length);
        token.kind = digits >= size ? TOKEN_NUMBER : TOKEN_WORD;
        size = digits > size ? digits : size;
    }
    token.length = (uint32_t)(size == 0 ? 1 : size);
    return token;
}

struct token_list spec_lex(struct arena *arena, const struct source *source, size_t start,
                           size_t end)
{
    struct token_list list = {0};
    size_t capacity = 0;
    size_t at = start;
    for (;;) {
        size_t space = at < end ? spec_space(source->bytes + at, end - at) : 0;
        if (space > 0) {
            at += space;
            continue;
        }
        if (list.count + 1 > capacity) {
            struct token *old = list.tokens;
            /* A token takes at least a byte. */
            size_t most = end > start ? end - start + 1 : 1;
            size_t first = most < FIRST_TOKENS ? most : FIRST_TOKENS;
            capacity = capacity == 0 ? first : capacity * 2;
            list.tokens = arena_alloc_array(arena, capacity, sizeof *list.tokens);
            if (list.count > 0)
                memcpy(list.tokens, old, list.count * sizeof *old);
        }
        if (at >= end)
            break;
        struct token token = next_token(source, at, end);
        at += token.length;
        list.tokens[list.count++] = token;
    }
    list.tokens[list.count++] = (struct token){.kind = TOKEN_END, .offset = (uint32_t)end};
    return list;
}

char *spec_phrase(struct arena *arena, const struct source *source, size_t start, size_t end)
{
    char *phrase = arena_alloc(arena, end - start + 1);
    size_t length = 0;
    bool pending_space = false;
    for (size_t i = start; i < end;) {
        const char *text = source->bytes + i;
        size_t space = *text == '\n' ? 1 : spec_space(text, end - i);
        if (space > 0) {
            pending_space = length > 0;
            i += space;
            continue;
        }
        if (pending_space) {
            phrase[length++] = ' ';
            pending_space = false;
        }
        phrase[length++] = *text;
        i++;
    }
    return phrase;
}
