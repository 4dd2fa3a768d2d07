/* spec_schema.c - the Schema section of a spec; see spec_reader.h.
 *
 *     class = number "." name ":" field { ("," | ";") field } "."
 *     field = name [ "(" type [ ":" value { "," value } ] { ("," | ";") clause } ")" ]
 *
 * Recursive descent, read from the bottom. Names are kept as written, since the Names section may come
 * later. After a fault, reading goes on behind the parentheses. */
#include "read/spec_schema.h"

#include "base/nearest.h"
#include "model/builtin.h"
#include "read/spec_names.h"
#include "read/spec_read.h"
#include "read/spec_sentence.h"

#include <ctype.h>
#include <string.h>

struct parser {
    struct spec_reader *reader;
    const struct token *tokens;
    size_t at;
    size_t count;
};

/* Tokens from first up to end. */
struct range {
    size_t first;
    size_t end;
};

static bool is_punctuation(const struct parser *parser, size_t i, char wanted)
{
    return parser->tokens[i].kind == TOKEN_PUNCTUATION && parser->tokens[i].punctuation == wanted;
}

static bool is_separator(const struct parser *parser, size_t i)
{
    return is_punctuation(parser, i, ',') || is_punctuation(parser, i, ';');
}

static void skip_line_ends(struct parser *parser)
{
    while (parser->tokens[parser->at].kind == TOKEN_LINE_END)
        parser->at++;
}

/* Whether a class starts at a token: its number or bullet, where a line or class may begin. */
static bool starts_class(const struct parser *parser, size_t i)
{
    const struct token *token = &parser->tokens[i];
    bool line_begins = i == 0 || parser->tokens[i - 1].kind == TOKEN_LINE_END;
    bool class_ended = i > 0 && (is_punctuation(parser, i - 1, '.') || is_separator(parser, i - 1));
    if (token->kind == TOKEN_NUMBER && (line_begins || class_ended))
        return is_punctuation(parser, i + 1, '.') || is_punctuation(parser, i + 1, ')');
    return line_begins && (is_punctuation(parser, i, '-') || is_punctuation(parser, i, '*'));
}

static bool at_class_end(const struct parser *parser)
{
    return parser->tokens[parser->at].kind == TOKEN_END || starts_class(parser, parser->at);
}

/* The text of a range, with its place. */
static struct ast_name name_of(struct parser *parser, struct range range)
{
    if (range.first == range.end) {
        return (struct ast_name){
            .text = "",
            .span = span_of(parser->reader->source, parser->tokens[range.first].offset, 0)};
    }
    const struct token *last = &parser->tokens[range.end - 1];
    return spec_name_between(parser->reader, parser->tokens[range.first].offset,
                             last->offset + last->length);
}

static void report(struct parser *parser, const char *expected, struct range found)
{
    struct ast_name name = name_of(parser, found);
    const char *text = "nothing";
    if (name.text[0] != '\0')
        text = arena_printf(parser->reader->arena, "'%s'", name.text);
    else if (parser->tokens[found.first].kind == TOKEN_END)
        text = "the end of the section";
    diag_report(parser->reader->diag, DIAG_BAD_CLAUSE, name.span, expected, text);
}

/* The value of a default: JSON where it looks like JSON, else a truth word or a bare text. */
static const struct json_value *read_default(struct parser *parser, struct ast_name clause,
                                             const char *rest)
{
    struct spec_reader *reader = parser->reader;
    size_t end = clause.span.offset + clause.span.length;
    size_t start = end;
    /* The value is the same text in the source unless white space in it was folded. */
    size_t length = strlen(rest);
    if (length <= clause.span.length &&
        memcmp(reader->source->bytes + end - length, rest, length) == 0)
        start = end - length;
    struct span span = span_of(reader->source, start, end - start);
    bool truth = false;
    if (*rest == '\0') {
        diag_report(reader->diag, DIAG_BAD_CLAUSE, span, "a value after 'default'", "nothing");
        return NULL;
    }
    if (spec_truth_of(rest, &truth)) {
        struct json_value *value = json_string(reader->arena, span, rest);
        value->kind = JSON_BOOLEAN;
        value->boolean = truth;
        return value;
    }
    char *quoted = *rest == '"' ? NULL : spec_unquoted(reader->arena, rest, strlen(rest));
    if (quoted)
        return json_string(reader->arena, span, quoted);
    bool looks_like_json = strchr("\"[{", *rest) || rest[strspn(rest, "-+.eE0123456789")] == '\0';
    if (looks_like_json && start < end)
        return json_parse(reader->diag, reader->source, start, end);
    return json_string(reader->arena, span, rest);
}

static void contradict(struct parser *parser, struct ast_name clause, const char *earlier)
{
    diag_report(parser->reader->diag, DIAG_CONTRADICTION, clause.span, clause.text, earlier);
}

/* One clause after the type. */
static void read_clause(struct parser *parser, struct ast_field *field, struct range range,
                        bool *is_optional)
{
    struct ast_name clause = name_of(parser, range);
    const char *rest = "";
    switch (spec_clause_of(clause.text, &rest)) {
    case CLAUSE_REQUIRED:
        if (*is_optional)
            contradict(parser, clause, "optional");
        field->required = true;
        return;
    case CLAUSE_OPTIONAL:
        if (field->required)
            contradict(parser, clause, "required");
        *is_optional = true;
        return;
    case CLAUSE_UNIQUE:
        field->unique = true;
        return;
    case CLAUSE_INDEXED:
        field->indexed = true;
        return;
    case CLAUSE_SYSTEM:
        field->server_set = true;
        return;
    case CLAUSE_DEFAULT:
        if (field->default_value)
            contradict(parser, clause, "default");
        field->default_value = read_default(parser, clause, rest);
        return;
    case CLAUSE_WAS:
        if (*rest == '\0')
            break;
        field->renamed_from = arena_strdup(parser->reader->arena, rest);
        return;
    case CLAUSE_NONE:
        break;
    }
    report(parser, "required, optional, unique, indexed, system, default or was", range);
    struct nearest nearest = nearest_to(clause.text);
    for (size_t i = 0; spec_clause_word(i); i++)
        nearest_consider(&nearest, spec_clause_word(i), (struct span){0});
    nearest_note(&nearest, parser->reader->diag);
}

/* The place of the target's name inside a type phrase. */
static struct span target_span(struct parser *parser, struct ast_name phrase, const char *target)
{
    const char *start = phrase.span.source->bytes + phrase.span.offset;
    const char *found = memmem(start, phrase.span.length, target, strlen(target));
    if (!found)
        return phrase.span;
    return span_of(parser->reader->source, phrase.span.offset + (size_t)(found - start),
                   strlen(target));
}

static struct ast_type read_type(struct parser *parser, struct range range)
{
    struct spec_reader *reader = parser->reader;
    struct ast_name phrase = name_of(parser, range);
    struct ast_type type = {
        .kind = AST_TYPE_FAULTY, .element = AST_ELEMENT_UNSTATED, .span = phrase.span};
    struct spec_type_words words;
    if (phrase.text[0] == '\0') {
        report(parser, "a type", range);
        return type;
    }
    if (!spec_type_of(reader->arena, phrase.text, &words)) {
        diag_report(reader->diag, DIAG_UNKNOWN_TYPE, phrase.span, phrase.text);
        struct nearest nearest = nearest_to(phrase.text);
        for (size_t i = 0; spec_type_word(i); i++)
            nearest_consider(&nearest, spec_type_word(i), (struct span){0});
        nearest_note(&nearest, reader->diag);
        if (!nearest.best && isupper((unsigned char)*phrase.text) && spec_is_wire_name(phrase.text))
            diag_note(reader->diag, (struct span){0}, "a class is written 'Pointer to %s'",
                      phrase.text);
        return type;
    }
    if (words.widened)
        diag_report(reader->diag, DIAG_TYPE_WIDENED, phrase.span, phrase.text);
    type.kind = words.kind;
    type.element = words.element;
    if (words.target) {
        type.target.text = words.target;
        type.target.span = target_span(parser, phrase, words.target);
    }
    return type;
}

/* The end of the clause that starts at a token: a separator outside of inner brackets, or the
 * closing parenthesis at limit. */
static size_t clause_end(const struct parser *parser, size_t first, size_t limit, char also)
{
    int depth = 0;
    for (size_t i = first; i < limit; i++) {
        if (parser->tokens[i].kind != TOKEN_PUNCTUATION)
            continue;
        char c = parser->tokens[i].punctuation;
        if (depth == 0 && (c == ',' || c == ';' || (also != '\0' && c == also)))
            return i;
        if (c == '[' || c == '{' || c == '(')
            depth++;
        else if (depth > 0 && (c == ']' || c == '}' || c == ')'))
            depth--;
    }
    return limit;
}

/* Appends the value between two offsets where *end points, and moves *end on. */
static void add_value(struct parser *parser, struct ast_value ***end, size_t start, size_t limit)
{
    struct spec_reader *reader = parser->reader;
    struct ast_name name = spec_name_between(reader, start, limit);
    const char *written = reader->source->bytes + name.span.offset;
    if (name.text[0] == '\0') {
        diag_report(reader->diag, DIAG_BAD_CLAUSE, name.span, "a value", "nothing");
        return;
    }
    const char *inner = spec_unquoted(reader->arena, written, name.span.length);
    size_t from = name.span.offset;
    if (inner && *written == '"') {
        const struct json_value *string =
            json_parse(reader->diag, reader->source, from, from + name.span.length);
        if (!string)
            return;
        inner = string->text;
    }
    name.text = inner ? inner : name.text;
    **end = arena_alloc(reader->arena, sizeof ***end);
    (**end)->name = name;
    *end = &(**end)->next;
}

/* Appends the value of a range, or, of the only one of a list, those between slashes: "open/closed". */
static void add_values(struct parser *parser, struct ast_value ***end, struct range range,
                       bool is_only)
{
    const struct source *source = parser->reader->source;
    if (range.first == range.end) {
        report(parser, "a value", range);
        return;
    }
    const struct token *last = &parser->tokens[range.end - 1];
    size_t start = parser->tokens[range.first].offset;
    size_t limit = last->offset + last->length;
    for (size_t at = start; is_only && at < limit;) {
        size_t quoted = spec_quoted(source->bytes + at, limit - at);
        if (quoted == 0 && source->bytes[at] == '/') {
            add_value(parser, end, start, at);
            start = at + 1;
        }
        at += quoted > 0 ? quoted : 1;
    }
    add_value(parser, end, start, limit);
}

/* Whether a clause, and no further value, starts at a token. */
static bool starts_clause(struct parser *parser, size_t first, size_t limit)
{
    const char *rest = "";
    struct range range = {first, clause_end(parser, first, limit, '|')};
    return first >= limit || spec_clause_of(name_of(parser, range).text, &rest) != CLAUSE_NONE;
}

/* The values after the colon, up to the first clause. Returns where the clauses start. */
static size_t read_values(struct parser *parser, struct ast_field *field, size_t first,
                          size_t limit)
{
    struct ast_value **last = &field->values;
    while (first < limit && parser->tokens[first].kind == TOKEN_LINE_END)
        first++;
    if (first < limit && is_punctuation(parser, first, '[')) {
        size_t close = first + 1;
        while (close < limit && !is_punctuation(parser, close, ']'))
            close++;
        for (size_t i = first + 1; i < close;) {
            size_t end = clause_end(parser, i, close, '|');
            add_values(parser, &last, (struct range){i, end}, i == first + 1 && end >= close);
            i = end + 1;
        }
        size_t next = close < limit ? close + 1 : limit;
        return next < limit && is_separator(parser, next) ? next + 1 : next;
    }
    for (bool is_first = true; first < limit && !starts_clause(parser, first, limit);
         is_first = false) {
        size_t end = clause_end(parser, first, limit, '|');
        add_values(parser, &last, (struct range){first, end},
                   is_first && starts_clause(parser, end + 1, limit));
        first = end + 1;
    }
    return first < limit ? first : limit;
}

/* What stands between the parentheses of a field, from first up to limit. */
static void read_details(struct parser *parser, struct ast_field *field, size_t first, size_t limit)
{
    size_t end = clause_end(parser, first, limit, ':');
    field->type = read_type(parser, (struct range){first, end});
    bool has_values = end < limit && is_punctuation(parser, end, ':');
    size_t next = end < limit ? end + 1 : limit;
    if (has_values)
        next = read_values(parser, field, next, limit);
    bool is_optional = false;
    while (next < limit) {
        end = clause_end(parser, next, limit, '\0');
        read_clause(parser, field, (struct range){next, end}, &is_optional);
        next = end + 1;
    }
}

/* The closing parenthesis that belongs to the one at a token, or where the class ends without. */
static size_t closing(const struct parser *parser, size_t open)
{
    int depth = 0;
    size_t i = open;
    for (; parser->tokens[i].kind != TOKEN_END; i++) {
        bool is_new_class =
            i > open && parser->tokens[i - 1].kind == TOKEN_LINE_END && starts_class(parser, i);
        if (is_new_class)
            break;
        if (is_punctuation(parser, i, '('))
            depth++;
        else if (is_punctuation(parser, i, ')') && --depth == 0)
            break;
    }
    return i;
}

/* Whether it is "createdAt (system)": a field of Parse's own, whose type goes without saying. */
static bool says_system_only(struct parser *parser, const struct ast_class *class,
                             const struct ast_field *field, struct range details)
{
    const char *rest = "";
    return builtin_hidden_type(class->name.text, field->name.text) &&
           spec_clause_of(name_of(parser, details).text, &rest) == CLAUSE_SYSTEM;
}

/* One field. Returns NULL when it makes none; the parser is then behind it, too. */
static struct ast_field *read_field(struct parser *parser, const struct ast_class *class)
{
    struct ast_field *field = arena_alloc(parser->reader->arena, sizeof *field);
    struct range range = {parser->at, parser->at};
    while (!at_class_end(parser) && !is_separator(parser, parser->at) &&
           !is_punctuation(parser, parser->at, '(') && !is_punctuation(parser, parser->at, '.'))
        parser->at++;
    range.end = parser->at;
    field->name = name_of(parser, range);
    field->type = (struct ast_type){.kind = AST_TYPE_FAULTY};
    bool has_details = is_punctuation(parser, parser->at, '(');
    if (has_details) {
        size_t close = closing(parser, parser->at);
        if (!says_system_only(parser, class, field, (struct range){parser->at + 1, close}))
            read_details(parser, field, parser->at + 1, close);
        parser->at = close;
        if (is_punctuation(parser, close, ')'))
            parser->at++;
        else
            report(parser, "')'", (struct range){close, close + 1});
    }
    if (field->name.text[0] == '\0') {
        if (has_details)
            report(parser, "the name of a field", range);
        return NULL;
    }
    if (spec_is_own_field(parser->reader, class->name.text, field))
        return NULL;
    if (!has_details) {
        report(parser, "a field's name and its type in parentheses", range);
        return NULL;
    }
    return field;
}

static void read_fields(struct parser *parser, struct ast_class *class)
{
    struct ast_field **end = &class->fields;
    skip_line_ends(parser);
    while (!at_class_end(parser)) {
        *end = read_field(parser, class);
        if (*end)
            end = &(*end)->next;
        skip_line_ends(parser);
        if (is_separator(parser, parser->at) || is_punctuation(parser, parser->at, '.')) {
            parser->at++;
        } else if (!at_class_end(parser)) {
            report(parser, "',' or '.' after a field", (struct range){parser->at, parser->at + 1});
            /* A word begins the next field; anything else is passed over. */
            while (!at_class_end(parser) && !is_separator(parser, parser->at) &&
                   parser->tokens[parser->at].kind != TOKEN_WORD)
                parser->at++;
        }
        skip_line_ends(parser);
    }
}

/* "(was Volume)" behind a class's name: the name that it had. The parser stands at the bracket. */
static const char *read_former_name(struct parser *parser)
{
    size_t close = closing(parser, parser->at);
    struct range range = {parser->at + 1, close};
    const char *rest = "";
    bool is_said =
        spec_clause_of(name_of(parser, range).text, &rest) == CLAUSE_WAS && *rest != '\0';
    if (!is_said)
        report(parser, "'was' and the name that the class had", range);
    parser->at = close + (is_punctuation(parser, close, ')') ? 1 : 0);
    return is_said ? arena_strdup(parser->reader->arena, rest) : NULL;
}

/* Whether a bullet is a sentence rather than a class: some words, and a point at the end of the line. */
static bool is_sentence(const struct parser *parser, struct range range)
{
    enum { FEWEST_WORDS = 3 };
    bool is_chinese = false;
    for (size_t i = range.first; i < range.end; i++)
        is_chinese = is_chinese ||
                     (unsigned char)parser->reader->source->bytes[parser->tokens[i].offset] >= 0xE0;
    return parser->tokens[parser->at].kind == TOKEN_LINE_END && range.end > range.first &&
           (range.end - range.first > FEWEST_WORDS || is_chinese) &&
           is_punctuation(parser, range.end - 1, '.');
}

/* A rule that stands among the classes is read where it stands. */
static void read_sentence(struct parser *parser, struct range range)
{
    const struct token *last = &parser->tokens[range.end - 1];
    spec_read_sentences(parser->reader, SECTION_RULES, parser->tokens[range.first].offset,
                        (size_t)last->offset + last->length);
}

/* One class, from its number or bullet. */
static void read_class(struct parser *parser)
{
    parser->at += parser->tokens[parser->at].kind == TOKEN_NUMBER ? 2 : 1;
    struct range range = {parser->at, parser->at};
    while (!at_class_end(parser) && !is_punctuation(parser, parser->at, ':') &&
           !is_punctuation(parser, parser->at, '(') &&
           parser->tokens[parser->at].kind != TOKEN_LINE_END)
        parser->at++;
    range.end = parser->at;
    struct ast_class *class = arena_alloc(parser->reader->arena, sizeof *class);
    class->name = name_of(parser, range);
    if (range.first < range.end && is_punctuation(parser, parser->at, '('))
        class->renamed_from = read_former_name(parser);
    if (is_sentence(parser, range)) {
        read_sentence(parser, range);
        return;
    }
    if (!is_punctuation(parser, parser->at, ':') || range.first == range.end) {
        report(parser, "a class's name and ':'", range);
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
    struct parser parser = {.reader = reader, .tokens = list.tokens, .count = list.count};
    skip_line_ends(&parser);
    if (parser.tokens[parser.at].kind != TOKEN_END && !at_class_end(&parser)) {
        report(&parser, "a class: its number, name and ':'",
               (struct range){parser.at, parser.at + 1});
    }
    while (parser.tokens[parser.at].kind != TOKEN_END)
        if (starts_class(&parser, parser.at))
            read_class(&parser);
        else
            parser.at++;
}
