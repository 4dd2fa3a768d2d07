/* schema_details.c - see schema_details.h.
 *
 *     details = type [ ":" value { "," value } ] { ("," | ";") clause }
 *
 * Read from the bottom. */
#include "read/schema_details.h"

#include "base/nearest.h"
#include "read/spec_names.h"
#include "read/spec_read.h"

#include <ctype.h>
#include <string.h>

/* The value of a default: JSON where it looks like JSON, else a truth word or a bare text. */
static const struct json_value *read_default(struct schema_parser *parser, struct ast_name clause,
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

static void contradict(struct schema_parser *parser, struct ast_name clause, const char *earlier)
{
    diag_report(parser->reader->diag, DIAG_CONTRADICTION, clause.span, clause.text, earlier);
}

/* One clause after the type. */
static void read_clause(struct schema_parser *parser, struct ast_field *field,
                        struct token_range range, bool *is_optional)
{
    struct ast_name clause = schema_name(parser, range);
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
    schema_report(parser, "required, optional, unique, indexed, system, default or was", range);
    struct nearest nearest = nearest_to(clause.text);
    for (size_t i = 0; spec_clause_word(i); i++)
        nearest_consider(&nearest, spec_clause_word(i), (struct span){0});
    nearest_note(&nearest, parser->reader->diag);
}

/* The place of the target's name inside a type phrase. */
static struct span target_span(struct schema_parser *parser, struct ast_name phrase,
                               const char *target)
{
    const char *start = phrase.span.source->bytes + phrase.span.offset;
    const char *found = memmem(start, phrase.span.length, target, strlen(target));
    if (!found)
        return phrase.span;
    return span_of(parser->reader->source, phrase.span.offset + (size_t)(found - start),
                   strlen(target));
}

static struct ast_type read_type(struct schema_parser *parser, struct token_range range)
{
    struct spec_reader *reader = parser->reader;
    struct ast_name phrase = schema_name(parser, range);
    struct ast_type type = {
        .kind = AST_TYPE_FAULTY, .element = AST_ELEMENT_UNSTATED, .span = phrase.span};
    struct spec_type_words words;
    if (phrase.text[0] == '\0') {
        schema_report(parser, "a type", range);
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
static size_t clause_end(const struct schema_parser *parser, size_t first, size_t limit, char also)
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
static void add_value(struct schema_parser *parser, struct ast_value ***end, size_t start,
                      size_t limit)
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
static void add_values(struct schema_parser *parser, struct ast_value ***end,
                       struct token_range range, bool is_only)
{
    const struct source *source = parser->reader->source;
    if (range.first == range.end) {
        schema_report(parser, "a value", range);
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
static bool starts_clause(struct schema_parser *parser, size_t first, size_t limit)
{
    const char *rest = "";
    struct token_range range = {first, clause_end(parser, first, limit, '|')};
    return first >= limit || spec_clause_of(schema_name(parser, range).text, &rest) != CLAUSE_NONE;
}

/* The values after the colon, up to the first clause. Returns where the clauses start. */
static size_t read_values(struct schema_parser *parser, struct ast_field *field, size_t first,
                          size_t limit)
{
    struct ast_value **last = &field->values;
    while (first < limit && parser->tokens[first].kind == TOKEN_LINE_END)
        first++;
    if (first < limit && schema_is_punctuation(parser, first, '[')) {
        size_t close = first + 1;
        while (close < limit && !schema_is_punctuation(parser, close, ']'))
            close++;
        for (size_t i = first + 1; i < close;) {
            size_t end = clause_end(parser, i, close, '|');
            add_values(parser, &last, (struct token_range){i, end}, i == first + 1 && end >= close);
            i = end + 1;
        }
        size_t next = close < limit ? close + 1 : limit;
        return next < limit && schema_is_separator(parser, next) ? next + 1 : next;
    }
    for (bool is_first = true; first < limit && !starts_clause(parser, first, limit);
         is_first = false) {
        size_t end = clause_end(parser, first, limit, '|');
        add_values(parser, &last, (struct token_range){first, end},
                   is_first && starts_clause(parser, end + 1, limit));
        first = end + 1;
    }
    return first < limit ? first : limit;
}

void schema_read_details(struct schema_parser *parser, struct ast_field *field, size_t first,
                         size_t limit)
{
    size_t end = clause_end(parser, first, limit, ':');
    field->type = read_type(parser, (struct token_range){first, end});
    bool has_values = end < limit && schema_is_punctuation(parser, end, ':');
    size_t next = end < limit ? end + 1 : limit;
    if (has_values)
        next = read_values(parser, field, next, limit);
    bool is_optional = false;
    while (next < limit) {
        end = clause_end(parser, next, limit, '\0');
        read_clause(parser, field, (struct token_range){next, end}, &is_optional);
        next = end + 1;
    }
}
