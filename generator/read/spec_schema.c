/* spec_schema.c - the Schema section of a spec; see spec_reader.h.
 *
 *     class = ( number "." | bullet ) name [ "(was" name ")" ] ":" field { ("," | ";") field } "."
 *           | ( number "." | bullet ) name "(" field { ("," | ";") field } ")"
 *           | ( number "." | bullet | "#" ) name [ ":" ] { line below with fields | row of a table }
 *           | name "{" fields "}" (schema_braces.h)
 *
 * Recursive descent, read from the bottom; schema_layout.h tells the lines apart. Names are kept as written, since the
 * Names section may come later. */
#include "read/spec_schema.h"

#include "read/schema_braces.h"
#include "read/schema_field.h"
#include "read/schema_layout.h"
#include "read/schema_table.h"
#include "read/spec_names.h"
#include "read/spec_read.h"
#include "read/spec_sentence.h"

#include <stdint.h>

static void skip_line_ends(struct schema_parser *parser)
{
    while (parser->tokens[parser->at].kind == TOKEN_LINE_END)
        parser->at++;
}

/* Whether something other than the rest of a class begins at a token. */
static bool starts_anew(struct schema_parser *parser, size_t i)
{
    struct schema_line line;
    if (schema_has_class_mark(parser, i))
        return true;
    if (!schema_begins_line(parser, i) || parser->tokens[i].kind == TOKEN_LINE_END)
        return false;
    line = schema_line_at(parser, i);
    return line.mark == MARK_HEADING || line.mark == MARK_ROW ||
           schema_declares_class(parser, &line) || schema_heads_class(parser, &line);
}

/* The closing parenthesis that belongs to the one at a token, or where the class ends without. */
static size_t closing(const struct schema_parser *parser, size_t open)
{
    return schema_closing(parser, open, SIZE_MAX);
}

/* Where what begins at a token ends: the class with its fields, or, of a line below a class, the line. It goes on behind
 * a comma, and inside of parentheses. */
static size_t extent_of(struct schema_parser *parser, size_t first, bool is_line)
{
    size_t i = first;
    while (parser->tokens[i].kind != TOKEN_END && (i == first || !starts_anew(parser, i))) {
        bool is_end = parser->tokens[i].kind == TOKEN_LINE_END &&
                      !(i > first && schema_is_separator(parser, i - 1));
        if (is_line && is_end)
            break;
        if (schema_is_punctuation(parser, i, '('))
            i = closing(parser, i);
        if (parser->tokens[i].kind != TOKEN_END &&
            !(i > first && schema_begins_line(parser, i) && schema_has_class_mark(parser, i)))
            i++;
    }
    return i;
}

/* "(was Volume)" behind a class's name: the name that it had. The parser stands at the bracket. */
static const char *read_former_name(struct schema_parser *parser)
{
    size_t close = closing(parser, parser->at);
    struct token_range range = {parser->at + 1, close};
    const char *rest = "";
    bool is_said =
        spec_clause_of(schema_name(parser, range).text, &rest) == CLAUSE_WAS && *rest != '\0';
    if (!is_said)
        schema_report(parser, "'was' and the name that the class had", range);
    parser->at = close + (schema_is_punctuation(parser, close, ')') ? 1 : 0);
    return is_said ? arena_strdup(parser->reader->arena, rest) : NULL;
}

/* Whether a bullet is a sentence rather than a class: some words, and a point at the end of the line. */
static bool is_sentence(const struct schema_parser *parser, struct token_range range)
{
    enum { FEWEST_WORDS = 3 };
    bool is_chinese = false;
    for (size_t i = range.first; i < range.end; i++)
        is_chinese = is_chinese ||
                     (unsigned char)parser->reader->source->bytes[parser->tokens[i].offset] >= 0xE0;
    return parser->tokens[range.end].kind == TOKEN_LINE_END && range.end > range.first &&
           (range.end - range.first > FEWEST_WORDS || is_chinese) &&
           schema_is_punctuation(parser, range.end - 1, '.');
}

/* A rule that stands among the classes is read where it stands. */
static void read_sentence(struct schema_parser *parser, struct token_range range)
{
    const struct token *last = &parser->tokens[range.end - 1];
    spec_read_sentences(parser->reader, SECTION_RULES, parser->tokens[range.first].offset,
                        (size_t)last->offset + last->length);
}

/* Whether the parentheses at a token have the class's fields in them: nothing comes behind. */
static bool has_fields_inside(const struct schema_parser *parser, size_t open)
{
    size_t close = closing(parser, open);
    size_t next = close + (schema_is_punctuation(parser, close, ')') ? 1 : 0);
    next += schema_is_punctuation(parser, next, '.') ? 1 : 0;
    return close > open + 1 && schema_is_punctuation(parser, close, ')') &&
           (parser->tokens[next].kind == TOKEN_LINE_END || parser->tokens[next].kind == TOKEN_END);
}

/* One class, from its line or number. */
static void read_class(struct schema_parser *parser, struct schema_line line)
{
    bool is_head = schema_begins_line(parser, parser->at) && schema_heads_class(parser, &line);
    struct ast_class *class = arena_alloc(parser->reader->arena, sizeof *class);
    struct token_range range = {line.first, 0};
    size_t limit = extent_of(parser, line.first, false);
    for (range.end = range.first;
         range.end < limit && !schema_is_punctuation(parser, range.end, ':') &&
         !schema_is_punctuation(parser, range.end, '(') && !schema_is_dash(parser, range.end) &&
         parser->tokens[range.end].kind != TOKEN_LINE_END;)
        range.end++;
    parser->at = range.end;
    class->name = schema_name(parser, range);
    if (schema_other_name_at(parser, range.end)) {
        struct ast_name other =
            schema_name(parser, (struct token_range){range.end + 1, range.end + 2});
        bool is_wire = spec_is_wire_name(other.text);
        class->name.text =
            arena_printf(parser->reader->arena, "%s %s", is_wire ? class->name.text : other.text,
                         is_wire ? other.text : class->name.text);
        range.end = parser->at = range.end + 3;
    }
    if (is_sentence(parser, range)) {
        read_sentence(parser, range);
        return;
    }
    bool is_inside = range.first < range.end && schema_is_punctuation(parser, range.end, '(') &&
                     has_fields_inside(parser, range.end);
    if (range.first < range.end && schema_is_punctuation(parser, range.end, '(') && !is_inside)
        class->renamed_from = read_former_name(parser);
    bool has_mark =
        schema_is_punctuation(parser, parser->at, ':') || schema_is_dash(parser, parser->at);
    if (range.first == range.end || !(has_mark || is_inside || is_head)) {
        schema_report(parser, "a class's name and ':'", range);
        parser->at = limit;
        return;
    }
    schema_add_class(parser, class);
    parser->open_indent = line.indent;
    parser->opening = line.mark == MARK_HEADING ? OPENED_BY_HEADING
                      : is_head                 ? OPENED_BY_NAME
                                                : OPENED_BY_FIELDS;
    parser->at += has_mark || is_inside ? 1 : 0;
    if (is_head)
        parser->at = line.end;
    else
        schema_read_fields(parser, parser->open, is_inside ? closing(parser, range.end) : limit,
                           false);
    parser->at = is_inside ? limit : parser->at;
}

/* Whether a line says fields of the class above it. */
static bool belongs_to_open(struct schema_parser *parser, const struct schema_line *line)
{
    bool is_deeper = line->indent > parser->open_indent;
    if (!parser->open || line->mark == MARK_HEADING)
        return false;
    switch (parser->opening) {
    case OPENED_BY_FIELDS:
        return is_deeper && !schema_declares_class(parser, line);
    case OPENED_BY_NAME:
        return is_deeper || (line->mark == MARK_BULLET && !schema_declares_class(parser, line) &&
                             !schema_heads_class(parser, line));
    case OPENED_BY_HEADING:
        return !schema_declares_class(parser, line) && !schema_heads_class(parser, line);
    }
    return false;
}

/* A line below a class: a sentence among them is read where it stands. */
static void read_line_of_open(struct schema_parser *parser, const struct schema_line *line)
{
    size_t limit = extent_of(parser, line->first, true);
    struct token_range range = {line->first, limit};
    parser->at = limit;
    if (is_sentence(parser, range) && schema_name_end(parser, line->first, limit) + 1 == limit) {
        read_sentence(parser, range);
        return;
    }
    parser->at = line->first;
    schema_read_fields(parser, parser->open, limit, true);
    parser->at = limit;
}

/* What begins within a line: a class by its number, since a prompt may be one line, or what nobody expects. */
static struct schema_line rest_of_line(const struct schema_parser *parser)
{
    struct schema_line line = {.first = parser->at, .indent = parser->open_indent};
    if (schema_has_class_mark(parser, parser->at)) {
        line.mark = MARK_NUMBER;
        line.first += 2;
    }
    line.end = line.mark == MARK_NONE ? schema_line_end(parser, line.first) : line.first;
    return line;
}

/* A line that is none of a class: a heading over several, a sentence, or a fault. */
static void read_other_line(struct schema_parser *parser, const struct schema_line *line)
{
    struct token_range range = {line->first, line->end};
    parser->at = line->end;
    if (line->mark == MARK_HEADING)
        parser->open = NULL;
    else if (is_sentence(parser, range))
        read_sentence(parser, range);
    else
        schema_report(parser, "a class: its number, name and ':'",
                      (struct token_range){line->first, line->first + 1});
}

void spec_read_schema(struct spec_reader *reader, size_t start, size_t end)
{
    struct token_list list = spec_lex(reader->arena, reader->source, start, end);
    struct schema_parser parser = {.reader = reader, .tokens = list.tokens};
    schema_open_braces(&parser, &list);
    for (skip_line_ends(&parser); parser.tokens[parser.at].kind != TOKEN_END;
         skip_line_ends(&parser)) {
        bool begins = schema_begins_line(&parser, parser.at);
        struct schema_line line =
            begins ? schema_line_at(&parser, parser.at) : rest_of_line(&parser);
        if (begins && line.mark == MARK_ROW)
            schema_read_table(&parser, &line);
        else if (begins && belongs_to_open(&parser, &line))
            read_line_of_open(&parser, &line);
        else if (starts_anew(&parser, parser.at) &&
                 (line.mark != MARK_HEADING || schema_heads_class(&parser, &line)))
            read_class(&parser, line);
        else
            read_other_line(&parser, &line);
    }
}
