/* schema_layout.c - see schema_layout.h. */
#include "read/schema_layout.h"

#include "read/spec_read.h"
#include "read/spec_words.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { MOST_NAME_TOKENS = 4, TAB_WIDTH = 4 };

bool schema_begins_line(const struct schema_parser *parser, size_t i)
{
    return i == 0 || parser->tokens[i - 1].kind == TOKEN_LINE_END;
}

static size_t indent_of(const struct schema_parser *parser, const struct token *token)
{
    const char *bytes = parser->reader->source->bytes;
    size_t start = token->offset;
    size_t columns = 0;
    while (start > 0 && bytes[start - 1] != '\n')
        start--;
    for (; start < token->offset && strchr(" \t", bytes[start]); start++)
        columns += bytes[start] == '\t' ? TAB_WIDTH : 1;
    return columns;
}

/* The number of a list, "2." or "2)". */
static size_t number_length(const struct schema_parser *parser, size_t i)
{
    bool is_number =
        parser->tokens[i].kind == TOKEN_NUMBER &&
        (schema_is_punctuation(parser, i + 1, '.') || schema_is_punctuation(parser, i + 1, ')'));
    return is_number ? 2 : 0;
}

static bool is_bullet(const struct schema_parser *parser, size_t i)
{
    return schema_is_punctuation(parser, i, '-') || schema_is_punctuation(parser, i, '*');
}

bool schema_has_class_mark(const struct schema_parser *parser, size_t i)
{
    bool begins = schema_begins_line(parser, i);
    bool class_ended =
        i > 0 && (schema_is_punctuation(parser, i - 1, '.') || schema_is_separator(parser, i - 1));
    return (number_length(parser, i) > 0 && (begins || class_ended)) ||
           (begins && is_bullet(parser, i));
}

size_t schema_line_end(const struct schema_parser *parser, size_t i)
{
    while (parser->tokens[i].kind != TOKEN_LINE_END && parser->tokens[i].kind != TOKEN_END)
        i++;
    return i;
}

bool schema_is_kind(const char *word)
{
    static const char *const kinds[] = {"class", "entity", "model", "collection", "table"};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcasecmp(word, kinds[i]) == 0)
            return true;
    return false;
}

/* What a heading says before the name: "### Class: Patient". */
static size_t kind_length(struct schema_parser *parser, size_t i)
{
    const char *word = schema_name(parser, (struct token_range){i, i + 1}).text;
    return schema_is_kind(word) && schema_is_punctuation(parser, i + 1, ':') ? 2 : 0;
}

struct schema_line schema_line_at(struct schema_parser *parser, size_t i)
{
    struct schema_line line = {.first = i, .indent = indent_of(parser, &parser->tokens[i])};
    while (schema_is_punctuation(parser, line.first, '#'))
        line.first++;
    size_t number = number_length(parser, line.first);
    if (line.first > i)
        line.mark = MARK_HEADING;
    else if (number > 0)
        line.mark = MARK_NUMBER;
    else if (schema_is_punctuation(parser, i, '|'))
        line.mark = MARK_ROW;
    else if (is_bullet(parser, i))
        line.mark = MARK_BULLET;
    line.first += line.mark == MARK_BULLET ? 1 : number;
    line.first += line.mark == MARK_HEADING && parser->tokens[line.first].kind == TOKEN_WORD
                      ? kind_length(parser, line.first)
                      : 0;
    line.end = schema_line_end(parser, line.first);
    return line;
}

struct schema_line schema_line_after(struct schema_parser *parser, const struct schema_line *line)
{
    size_t at = line->end;
    while (parser->tokens[at].kind == TOKEN_LINE_END)
        at++;
    return schema_line_at(parser, at);
}

static bool is_text(const struct schema_parser *parser, size_t i, const char *text)
{
    const struct token *token = &parser->tokens[i];
    return token->length == strlen(text) &&
           memcmp(parser->reader->source->bytes + token->offset, text, token->length) == 0;
}

static bool stands_apart(const struct schema_parser *parser, size_t i)
{
    const struct source *source = parser->reader->source;
    const struct token *token = &parser->tokens[i];
    size_t after = (size_t)token->offset + token->length;
    return token->offset > 0 && strchr(" \t", source->bytes[token->offset - 1]) &&
           after < source->length && strchr(" \t\r\n", source->bytes[after]);
}

bool schema_is_dash(const struct schema_parser *parser, size_t i)
{
    return (schema_is_punctuation(parser, i, '-') || is_text(parser, i, "–") ||
            is_text(parser, i, "—")) &&
           stands_apart(parser, i);
}

size_t schema_arrow(const struct schema_parser *parser, size_t i)
{
    if (is_text(parser, i, "→"))
        return 1;
    return schema_is_punctuation(parser, i, '-') && schema_is_punctuation(parser, i + 1, '>') ? 2
                                                                                              : 0;
}

size_t schema_closing(const struct schema_parser *parser, size_t open, size_t limit)
{
    int depth = 0;
    size_t i = open;
    for (; i < limit && parser->tokens[i].kind != TOKEN_END; i++) {
        if (i > open && schema_begins_line(parser, i) && schema_has_class_mark(parser, i))
            break;
        if (schema_is_punctuation(parser, i, '('))
            depth++;
        else if (schema_is_punctuation(parser, i, ')') && --depth == 0)
            break;
    }
    return i;
}

size_t schema_name_end(const struct schema_parser *parser, size_t first, size_t limit)
{
    size_t i = first;
    while (i < limit && !schema_is_separator(parser, i) && !schema_is_punctuation(parser, i, ':') &&
           !schema_is_punctuation(parser, i, '(') && !schema_is_punctuation(parser, i, '.') &&
           !schema_is_punctuation(parser, i, '=') && !schema_is_dash(parser, i) &&
           schema_arrow(parser, i) == 0)
        i++;
    return i;
}

bool schema_says_type(struct schema_parser *parser, struct token_range range)
{
    struct spec_type_words words;
    return range.first < range.end &&
           spec_type_of(parser->reader->arena, schema_name(parser, range).text, &words);
}

bool schema_says_clause(struct schema_parser *parser, struct token_range range)
{
    const char *rest = "";
    return range.first < range.end &&
           spec_clause_of(schema_name(parser, range).text, &rest) != CLAUSE_NONE;
}

/* Whether the name of a class may be so written: with a capital where its script has any. */
static bool may_name_class(const struct schema_parser *parser, struct token_range name)
{
    const struct token *first = &parser->tokens[name.first];
    unsigned char letter = (unsigned char)parser->reader->source->bytes[first->offset];
    return name.first < name.end && name.end - name.first <= MOST_NAME_TOKENS &&
           (first->kind == TOKEN_WORD || first->kind == TOKEN_QUOTED) &&
           (isupper(letter) || letter == '_' || letter >= 0x80);
}

/* Whether what begins at a token is said of one field: "Date", "String: a, b", "String, required". Not
 * "date (Date), note (String)": those are fields. */
static bool describes_field(struct schema_parser *parser, size_t first, size_t limit)
{
    size_t end = schema_name_end(parser, first, limit);
    struct token_range phrase = {first, end};
    if (schema_says_clause(parser, phrase) || schema_arrow(parser, first) > 0)
        return true;
    if (!schema_says_type(parser, phrase))
        return false;
    if (!schema_is_separator(parser, end) && !schema_is_punctuation(parser, end, '('))
        return true;
    struct token_range next = {end + 1, schema_name_end(parser, end + 1, limit)};
    if (schema_is_separator(parser, end))
        return schema_says_clause(parser, next);
    return !schema_says_type(parser, next);
}

/* Whether parentheses hold fields, and no details of one. */
static bool hold_fields(struct schema_parser *parser, size_t open, size_t close, bool is_ascii)
{
    bool is_nested = false;
    for (size_t i = open + 1; i < close;) {
        size_t end = schema_name_end(parser, i, close);
        if (schema_says_clause(parser, (struct token_range){i, end}))
            return false;
        if (end < close && !schema_is_separator(parser, end)) {
            is_nested = true;
            break;
        }
        i = end + 1;
    }
    return (is_ascii || is_nested) && !describes_field(parser, open + 1, close);
}

bool schema_declares_class(struct schema_parser *parser, const struct schema_line *line)
{
    size_t end = schema_name_end(parser, line->first, line->end);
    if (end >= line->end || !may_name_class(parser, (struct token_range){line->first, end}))
        return false;
    if (schema_is_punctuation(parser, end, '(')) {
        size_t close = schema_closing(parser, end, line->end);
        bool goes_on = close + 1 < line->end && schema_is_punctuation(parser, close + 1, ':');
        bool is_ascii =
            (unsigned char)parser->reader->source->bytes[parser->tokens[line->first].offset] < 0x80;
        return goes_on || hold_fields(parser, end, close, is_ascii);
    }
    if (!schema_is_punctuation(parser, end, ':') && !schema_is_dash(parser, end))
        return false;
    return end + 1 < line->end && !describes_field(parser, end + 1, line->end);
}

/* One word in parentheses at a token, behind some other; NULL where it is anything else. */
static const char *word_in_parentheses(struct schema_parser *parser, size_t open)
{
    if (open == 0 || !schema_is_punctuation(parser, open, '(') ||
        parser->tokens[open + 1].kind != TOKEN_WORD ||
        !schema_is_punctuation(parser, open + 2, ')'))
        return NULL;
    return schema_name(parser, (struct token_range){open + 1, open + 2}).text;
}

bool schema_other_name_at(struct schema_parser *parser, size_t open)
{
    const char *inner = word_in_parentheses(parser, open);
    if (!inner)
        return false;
    const char *outer = schema_name(parser, (struct token_range){open - 1, open}).text;
    return (spec_is_wire_name(inner) && (unsigned char)*outer >= 0x80) ||
           (spec_is_wire_name(outer) && (unsigned char)*inner >= 0x80);
}

const char *schema_gloss_at(struct schema_parser *parser, size_t open)
{
    struct token_range range = {open + 1, open + 2};
    const char *inner = word_in_parentheses(parser, open);
    return inner && (unsigned char)*inner >= 0x80 && !schema_says_type(parser, range) &&
                   !schema_says_clause(parser, range)
               ? inner
               : NULL;
}

/* Where the name of a class ends, with its name in the other script. */
static size_t names_end(struct schema_parser *parser, size_t end)
{
    enum { LENGTH = 3 };
    return schema_other_name_at(parser, end) ? end + LENGTH : end;
}

bool schema_heads_class(struct schema_parser *parser, const struct schema_line *line)
{
    size_t end = schema_name_end(parser, line->first, line->end);
    size_t behind = names_end(parser, end);
    behind += schema_is_punctuation(parser, behind, ':') ? 1 : 0;
    if (behind < line->end || !may_name_class(parser, (struct token_range){line->first, end}))
        return false;
    struct schema_line next = schema_line_after(parser, line);
    if (parser->tokens[next.first].kind == TOKEN_END || next.mark == MARK_HEADING)
        return false;
    if (line->mark == MARK_HEADING)
        return !schema_declares_class(parser, &next) && !schema_heads_class(parser, &next);
    if (next.mark == MARK_ROW || next.indent > line->indent)
        return true;
    return next.mark == MARK_BULLET && line->mark != MARK_BULLET &&
           !schema_declares_class(parser, &next);
}
