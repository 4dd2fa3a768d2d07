/* spec_schema.c - the Schema section of a spec; see spec_reader.h.
 *
 *     class = number "." name ":" field { ("," | ";") field } "."
 *     field = name [ "(" details ")" ]
 *
 * Recursive descent, read from the bottom. Names are kept as written, since the Names section may come
 * later. After a fault, reading goes on behind the parentheses. */
#include "read/spec_schema.h"

#include "model/builtin.h"
#include "read/schema_details.h"
#include "read/spec_names.h"
#include "read/spec_read.h"
#include "read/spec_sentence.h"

static void skip_line_ends(struct schema_parser *parser)
{
    while (parser->tokens[parser->at].kind == TOKEN_LINE_END)
        parser->at++;
}

/* Whether a class starts at a token: its number or bullet, where a line or class may begin. */
static bool starts_class(const struct schema_parser *parser, size_t i)
{
    const struct token *token = &parser->tokens[i];
    bool line_begins = i == 0 || parser->tokens[i - 1].kind == TOKEN_LINE_END;
    bool class_ended =
        i > 0 && (schema_is_punctuation(parser, i - 1, '.') || schema_is_separator(parser, i - 1));
    if (token->kind == TOKEN_NUMBER && (line_begins || class_ended))
        return schema_is_punctuation(parser, i + 1, '.') ||
               schema_is_punctuation(parser, i + 1, ')');
    return line_begins &&
           (schema_is_punctuation(parser, i, '-') || schema_is_punctuation(parser, i, '*'));
}

static bool at_class_end(const struct schema_parser *parser)
{
    return parser->tokens[parser->at].kind == TOKEN_END || starts_class(parser, parser->at);
}

/* The closing parenthesis that belongs to the one at a token, or where the class ends without. */
static size_t closing(const struct schema_parser *parser, size_t open)
{
    int depth = 0;
    size_t i = open;
    for (; parser->tokens[i].kind != TOKEN_END; i++) {
        bool is_new_class =
            i > open && parser->tokens[i - 1].kind == TOKEN_LINE_END && starts_class(parser, i);
        if (is_new_class)
            break;
        if (schema_is_punctuation(parser, i, '('))
            depth++;
        else if (schema_is_punctuation(parser, i, ')') && --depth == 0)
            break;
    }
    return i;
}

/* Whether it is "createdAt (system)": a field of Parse's own, whose type goes without saying. */
static bool says_system_only(struct schema_parser *parser, const struct ast_class *class,
                             const struct ast_field *field, struct token_range details)
{
    const char *rest = "";
    return builtin_hidden_type(class->name.text, field->name.text) &&
           spec_clause_of(schema_name(parser, details).text, &rest) == CLAUSE_SYSTEM;
}

/* One field. Returns NULL when it makes none; the parser is then behind it, too. */
static struct ast_field *read_field(struct schema_parser *parser, const struct ast_class *class)
{
    struct ast_field *field = arena_alloc(parser->reader->arena, sizeof *field);
    struct token_range range = {parser->at, parser->at};
    while (!at_class_end(parser) && !schema_is_separator(parser, parser->at) &&
           !schema_is_punctuation(parser, parser->at, '(') &&
           !schema_is_punctuation(parser, parser->at, '.'))
        parser->at++;
    range.end = parser->at;
    field->name = schema_name(parser, range);
    field->type = (struct ast_type){.kind = AST_TYPE_FAULTY};
    bool has_details = schema_is_punctuation(parser, parser->at, '(');
    if (has_details) {
        size_t close = closing(parser, parser->at);
        if (!says_system_only(parser, class, field, (struct token_range){parser->at + 1, close}))
            schema_read_details(parser, field, parser->at + 1, close);
        parser->at = close;
        if (schema_is_punctuation(parser, close, ')'))
            parser->at++;
        else
            schema_report(parser, "')'", (struct token_range){close, close + 1});
    }
    if (field->name.text[0] == '\0') {
        if (has_details)
            schema_report(parser, "the name of a field", range);
        return NULL;
    }
    if (spec_is_own_field(parser->reader, class->name.text, field))
        return NULL;
    if (!has_details) {
        schema_report(parser, "a field's name and its type in parentheses", range);
        return NULL;
    }
    return field;
}

static void read_fields(struct schema_parser *parser, struct ast_class *class)
{
    struct ast_field **end = &class->fields;
    skip_line_ends(parser);
    while (!at_class_end(parser)) {
        *end = read_field(parser, class);
        if (*end)
            end = &(*end)->next;
        skip_line_ends(parser);
        if (schema_is_separator(parser, parser->at) ||
            schema_is_punctuation(parser, parser->at, '.')) {
            parser->at++;
        } else if (!at_class_end(parser)) {
            schema_report(parser, "',' or '.' after a field",
                          (struct token_range){parser->at, parser->at + 1});
            /* A word begins the next field; anything else is passed over. */
            while (!at_class_end(parser) && !schema_is_separator(parser, parser->at) &&
                   parser->tokens[parser->at].kind != TOKEN_WORD)
                parser->at++;
        }
        skip_line_ends(parser);
    }
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
    return parser->tokens[parser->at].kind == TOKEN_LINE_END && range.end > range.first &&
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

/* One class, from its number or bullet. */
static void read_class(struct schema_parser *parser)
{
    parser->at += parser->tokens[parser->at].kind == TOKEN_NUMBER ? 2 : 1;
    struct token_range range = {parser->at, parser->at};
    while (!at_class_end(parser) && !schema_is_punctuation(parser, parser->at, ':') &&
           !schema_is_punctuation(parser, parser->at, '(') &&
           parser->tokens[parser->at].kind != TOKEN_LINE_END)
        parser->at++;
    range.end = parser->at;
    struct ast_class *class = arena_alloc(parser->reader->arena, sizeof *class);
    class->name = schema_name(parser, range);
    if (range.first < range.end && schema_is_punctuation(parser, parser->at, '('))
        class->renamed_from = read_former_name(parser);
    if (is_sentence(parser, range)) {
        read_sentence(parser, range);
        return;
    }
    if (!schema_is_punctuation(parser, parser->at, ':') || range.first == range.end) {
        schema_report(parser, "a class's name and ':'", range);
        while (!at_class_end(parser))
            parser->at++;
        return;
    }
    parser->at++;
    class->written = class->name.text;
    class->is_more = parser->reader->is_more;
    if (spec_is_user(class->name.text))
        class->name.text = "_User";
    read_fields(parser, class);
    *parser->reader->last_class = class;
    parser->reader->last_class = &class->next;
}

void spec_read_schema(struct spec_reader *reader, size_t start, size_t end)
{
    struct token_list list = spec_lex(reader->arena, reader->source, start, end);
    struct schema_parser parser = {.reader = reader, .tokens = list.tokens, .count = list.count};
    skip_line_ends(&parser);
    if (parser.tokens[parser.at].kind != TOKEN_END && !at_class_end(&parser)) {
        schema_report(&parser, "a class: its number, name and ':'",
                      (struct token_range){parser.at, parser.at + 1});
    }
    while (parser.tokens[parser.at].kind != TOKEN_END)
        if (starts_class(&parser, parser.at))
            read_class(&parser);
        else
            parser.at++;
}
