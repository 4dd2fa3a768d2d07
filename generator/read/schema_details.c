/* schema_details.c - see schema_details.h. Read from the bottom. */
#include "read/schema_details.h"

#include "base/nearest.h"
#include "read/schema_layout.h"
#include "read/spec_names.h"
#include "read/spec_read.h"

#include <string.h>

enum { GLOSS_LENGTH = 3 }; /* in tokens, with its parentheses */

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
    if (range.first == range.end && field->type.kind != AST_TYPE_FAULTY)
        return;
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

void schema_leave_type(struct schema_parser *parser, struct ast_field *field,
                       struct ast_name phrase)
{
    struct open_type *open = arena_alloc(parser->reader->arena, sizeof *open);
    *open = (struct open_type){.field = field, .phrase = phrase};
    field->type = (struct ast_type){
        .kind = AST_TYPE_FAULTY, .element = AST_ELEMENT_UNSTATED, .span = phrase.span};
    *parser->reader->last_open_type = open;
    parser->reader->last_open_type = &open->next;
}

static void read_type(struct schema_parser *parser, struct ast_field *field,
                      struct token_range range)
{
    struct spec_reader *reader = parser->reader;
    struct ast_name phrase = schema_name(parser, range);
    struct spec_type_words words;
    if (!spec_type_of(reader->arena, phrase.text, &words)) {
        schema_leave_type(parser, field, phrase);
        return;
    }
    if (words.widened)
        diag_report(reader->diag, DIAG_TYPE_WIDENED, phrase.span, phrase.text);
    field->type =
        (struct ast_type){.kind = words.kind, .element = words.element, .span = phrase.span};
    if (words.target) {
        field->type.target.text = words.target;
        field->type.target.span = target_span(parser, phrase, words.target);
    } else if (words.kind == FIELD_POINTER) {
        schema_leave_type(parser, field, phrase);
    }
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
    struct token_range range = {first, clause_end(parser, first, limit, '|')};
    return first >= limit || schema_says_clause(parser, range);
}

/* Where a value ends before a clause that no comma parts from it, "closed default open"; else `end`. */
static size_t value_end(struct schema_parser *parser, size_t first, size_t end)
{
    enum { MOST_WORDS = 8 };
    for (size_t i = first + 1; i < end && end - first <= MOST_WORDS; i++)
        if (schema_says_clause(parser, (struct token_range){i, end}))
            return i;
    return end;
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
        size_t value = value_end(parser, first, end);
        add_values(parser, &last, (struct token_range){first, value},
                   is_first && (value < end || starts_clause(parser, end + 1, limit)));
        first = value < end ? value : end + 1;
    }
    return first < limit ? first : limit;
}

/* Whether a word that stands for a type, or behind one, is a slip of it: "Strng", "requird". A value may
 * be nearly as much like one, "done" like "Date". */
static bool is_slip(const char *value, const char *(*word)(size_t))
{
    enum { LONG_WORD = 9 };
    size_t most = strlen(value) >= LONG_WORD ? 2 : 1;
    struct nearest nearest = nearest_to(value);
    for (size_t i = 0; word(i); i++)
        nearest_consider(&nearest, word(i), (struct span){0});
    return nearest.best && nearest.distance <= most;
}

/* Whether values stand in the place of the type: "open, closed", "open | closed", "open/closed, required". */
static bool are_values(struct schema_parser *parser, size_t first, size_t limit)
{
    enum { MOST_WORDS = 3 };
    size_t count = 0;
    for (size_t end = first; first < limit && !starts_clause(parser, first, limit);
         first = end + 1) {
        struct ast_name value;
        end = clause_end(parser, first, limit, '|');
        size_t behind = end;
        end = value_end(parser, first, end);
        value = schema_name(parser, (struct token_range){first, end});
        size_t most = MOST_WORDS;
        for (size_t i = first; i < end; i++) {
            if (parser->tokens[i].kind == TOKEN_PUNCTUATION &&
                !schema_is_punctuation(parser, i, '-'))
                return false;
            most += schema_name(parser, (struct token_range){i, i + 1}).text[0] == '/' ? 2 : 0;
        }
        if (end == first || end - first > most ||
            is_slip(value.text, count == 0 ? spec_type_word : spec_clause_word) ||
            schema_says_type(parser, (struct token_range){first, end}))
            return false;
        count += strchr(value.text, '/') ? 2 : 1;
        end = behind;
    }
    return count > 1;
}

/* Takes clauses off the end of a type: "String unique", "String not null". */
static void read_type_end(struct schema_parser *parser, struct ast_field *field,
                          struct token_range *type, bool *is_optional)
{
    enum { MOST_WORDS = 2 };
    for (size_t words = 1; words <= MOST_WORDS && type->end > type->first + words;) {
        struct token_range last = {type->end - words, type->end};
        if (schema_says_type(parser, *type))
            return;
        if (schema_says_clause(parser, last)) {
            read_clause(parser, field, last, is_optional);
            type->end -= words;
            words = 1;
        } else {
            words++;
        }
    }
}

/* Adds a token that ends a part. */
static void add_mark(struct token_list *list, struct token like, char mark)
{
    list->tokens[list->count] =
        (struct token){.kind = TOKEN_PUNCTUATION, .punctuation = mark, .offset = like.offset};
    list->count++;
}

static bool is_ascii(const char *name)
{
    return (unsigned char)*name < 0x80;
}

/* The tokens of details on one level: "String (open, closed), required" as "String : open, closed, , required", and
 * "Boolean = true" as "Boolean , = true"; "!" and "?" behind a word say that the field is required, or not. */
static struct token_list flatten(struct schema_parser *parser, struct ast_field *field,
                                 size_t first, size_t limit)
{
    const char *bytes = parser->reader->source->bytes;
    struct token_list list = {
        .tokens =
            arena_alloc_array(parser->reader->arena, (limit - first) * 2 + 1, sizeof *list.tokens)};
    int depth = 0;
    size_t part = first;
    for (size_t i = first; i < limit; i++) {
        struct token token = parser->tokens[i];
        bool opens = schema_is_punctuation(parser, i, '(');
        bool closes = schema_is_punctuation(parser, i, ')');
        depth += opens ? 1 : 0;
        const char *gloss = opens && depth == 1 && i > first && is_ascii(field->name.text)
                                ? schema_gloss_at(parser, i)
                                : NULL;
        if (gloss) {
            field->gloss = gloss;
            i += GLOSS_LENGTH - 1;
            depth--;
            if (i + 1 < limit && !schema_is_separator(parser, i + 1))
                add_mark(&list, token, ',');
            continue;
        }
        if (opens && depth == 1 && i > first) {
            size_t end = clause_end(parser, i + 1, schema_closing(parser, i, limit), '|');
            bool is_clause = schema_says_clause(parser, (struct token_range){i + 1, end});
            add_mark(&list, token, is_clause ? ',' : ':');
        } else if (closes && depth == 1) {
            if (i + 1 < limit && !schema_is_separator(parser, i + 1))
                add_mark(&list, token, ',');
        } else {
            if (schema_is_punctuation(parser, i, '=') && depth == 0 &&
                !schema_says_clause(parser, (struct token_range){part, i}))
                add_mark(&list, token, ',');
            part = schema_is_separator(parser, i) ? i + 1 : part;
            char last = bytes[token.offset + token.length - 1];
            bool has_mark = token.kind == TOKEN_WORD && i + token.length > first + 1 &&
                            depth == 0 && (last == '!' || last == '?');
            field->required = field->required || (has_mark && last == '!');
            token.length -= has_mark ? 1 : 0;
            if (token.length > 0)
                list.tokens[list.count++] = token;
        }
        depth -= closes && depth > 0 ? 1 : 0;
    }
    list.tokens[list.count] =
        (struct token){.kind = TOKEN_END, .offset = parser->tokens[limit].offset};
    return list;
}

/* Details on one level, from the first token up to a limit. */
static void read_flat(struct schema_parser *parser, struct ast_field *field, size_t first,
                      size_t limit)
{
    bool is_optional = false;
    bool is_untyped =
        first < limit && (starts_clause(parser, first, limit) || are_values(parser, first, limit));
    struct token_range type = {first, is_untyped ? first : clause_end(parser, first, limit, ':')};
    size_t next = type.end < limit && !is_untyped ? type.end + 1 : type.end;
    if (is_untyped) {
        schema_leave_type(parser, field, (struct ast_name){.text = "", .span = field->name.span});
    } else if (type.first == type.end) {
        schema_report(parser, "a type", type);
    } else {
        read_type_end(parser, field, &type, &is_optional);
        read_type(parser, field, type);
    }
    if (is_untyped || (type.end < limit && schema_is_punctuation(parser, next - 1, ':')))
        next = read_values(parser, field, next, limit);
    while (next < limit) {
        size_t end = clause_end(parser, next, limit, '\0');
        read_clause(parser, field, (struct token_range){next, end}, &is_optional);
        next = end + 1;
    }
}

void schema_read_details(struct schema_parser *parser, struct ast_field *field, size_t first,
                         size_t limit)
{
    struct schema_parser inner = *parser;
    while (limit > first && parser->tokens[limit - 1].kind == TOKEN_LINE_END)
        limit--;
    if (first == limit) {
        schema_report(parser, "a type", (struct token_range){first, limit});
        return;
    }
    struct token_list list = flatten(parser, field, first, limit);
    inner.tokens = list.tokens;
    read_flat(&inner, field, 0, list.count);
}

void schema_read_more(struct schema_parser *parser, struct ast_field *field,
                      struct token_range values, struct token_range fallback)
{
    struct ast_name value = schema_name(parser, fallback);
    if (values.first < values.end && !field->values)
        (void)read_values(parser, field, values.first, values.end);
    if (fallback.first < fallback.end && !field->default_value && strcmp(value.text, "-") != 0)
        field->default_value = read_default(parser, value, value.text);
}
