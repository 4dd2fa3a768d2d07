/* schema_field.c - see schema_field.h. Read from the bottom. After a fault, reading goes on behind the parentheses. */
#include "read/schema_field.h"

#include "model/builtin.h"
#include "read/schema_details.h"
#include "read/schema_layout.h"
#include "read/spec_names.h"
#include "read/spec_read.h"

#include <ctype.h>
#include <string.h>

/* Where a list of fields stands. */
struct extent {
    size_t limit;
    bool has_line; /* a line of its own below the class */
};

/* Whether it is "createdAt (system)": a field of Parse's own, whose type goes without saying. */
static bool says_system_only(struct schema_parser *parser, const struct ast_class *class,
                             const struct ast_field *field, struct token_range details)
{
    const char *rest = "";
    return builtin_hidden_type(class->name.text, field->name.text) &&
           spec_clause_of(schema_name(parser, details).text, &rest) == CLAUSE_SYSTEM;
}

/* The next separator outside of brackets, or dash or line end. */
static size_t part_end(const struct schema_parser *parser, size_t first, size_t limit)
{
    int depth = 0;
    size_t i = first;
    for (; i < limit; i++) {
        bool opens = schema_is_punctuation(parser, i, '(') || schema_is_punctuation(parser, i, '[');
        bool closes =
            schema_is_punctuation(parser, i, ')') || schema_is_punctuation(parser, i, ']');
        bool is_end = schema_is_separator(parser, i) || schema_is_dash(parser, i) ||
                      (schema_is_punctuation(parser, i, '.') &&
                       (i + 1 == limit || parser->tokens[i + 1].kind == TOKEN_LINE_END));
        if (depth == 0 && is_end)
            break;
        depth += opens ? 1 : closes && depth > 0 ? -1 : 0;
    }
    return i;
}

/* Whether fields are set apart by semicolons around a place, so that a comma parts what is said of one. */
static bool has_semicolons(const struct schema_parser *parser, size_t first, size_t limit)
{
    for (size_t i = part_end(parser, first, limit); i < limit; i = part_end(parser, i + 1, limit))
        if (schema_is_punctuation(parser, i, ';'))
            return true;
    for (size_t i = first; i > 0 && parser->tokens[i - 1].kind != TOKEN_LINE_END; i--)
        if (schema_is_punctuation(parser, i - 1, ';'))
            return true;
    return false;
}

/* Where the details behind "name:" end: behind the clauses that follow the type; behind all values, where those stand in
 * the type's place and have the line for themselves. */
static size_t details_end(struct schema_parser *parser, size_t first, struct extent extent)
{
    size_t end = part_end(parser, first, extent.limit);
    struct token_range type = {first, schema_name_end(parser, first, end)};
    bool has_values = schema_is_punctuation(parser, type.end, ':');
    bool takes_all = (extent.has_line && (!schema_says_type(parser, type) || has_values)) ||
                     (has_values && schema_says_type(parser, type) &&
                      has_semicolons(parser, first, extent.limit));
    while (end < extent.limit && schema_is_separator(parser, end)) {
        if (!extent.has_line && schema_is_punctuation(parser, end, ';'))
            break;
        size_t next = part_end(parser, end + 1, extent.limit);
        size_t name = schema_name_end(parser, end + 1, next);
        bool is_clause = schema_says_clause(parser, (struct token_range){end + 1, next});
        if (!is_clause && (name < next || !takes_all))
            break;
        end = next;
    }
    return end;
}

/* Whether a type in small letters may be the end of a name, "due date", "lab file", rather than "name string". */
static bool may_end_name(struct schema_parser *parser, size_t i)
{
    static const char *const types[] = {"string",  "varchar",  "uuid",   "bool",     "boolean",
                                        "int",     "integer",  "bigint", "float",    "double",
                                        "decimal", "datetime", "jsonb",  "geopoint", "timestamp"};
    struct ast_name word = schema_name(parser, (struct token_range){i, i + 1});
    for (size_t k = 0; k < sizeof types / sizeof types[0]; k++)
        if (strcmp(word.text, types[k]) == 0)
            return false;
    return islower((unsigned char)*word.text);
}

/* A name of one word and a type behind it: "dueOn Date", "patient Pointer<Patient>". Returns where the type begins, or
 * the end. */
static size_t type_behind(struct schema_parser *parser, struct token_range range)
{
    size_t second = range.first + 1;
    if (second >= range.end || parser->tokens[range.first].kind != TOKEN_WORD)
        return range.end;
    size_t end = range.end;
    while (end > second + 1 && schema_says_clause(parser, (struct token_range){end - 1, end}))
        end--;
    return !may_end_name(parser, second) &&
                   schema_says_type(parser, (struct token_range){second, end})
               ? second
               : range.end;
}

/* What stands in parentheses behind the name; the parser stands at them. */
static void read_in_parentheses(struct schema_parser *parser, const struct ast_class *class,
                                struct ast_field *field, size_t limit)
{
    size_t close = schema_closing(parser, parser->at, limit);
    if (!says_system_only(parser, class, field, (struct token_range){parser->at + 1, close}))
        schema_read_details(parser, field, parser->at + 1, close);
    parser->at = close;
    if (close < limit)
        parser->at++;
    else
        schema_report(parser, "')'", (struct token_range){close, close + 1});
}

/* What a field is called in another script, in parentheses behind its name: "name（姓名）: String". Returns what comes
 * behind it. */
static size_t read_gloss(struct schema_parser *parser, struct ast_field *field, size_t at)
{
    enum { LENGTH = 3 };
    const char *gloss =
        (unsigned char)*field->name.text < 0x80 ? schema_gloss_at(parser, at) : NULL;
    if (!gloss)
        return at;
    field->gloss = gloss;
    parser->at = at + LENGTH;
    return parser->at;
}

/* What is said of the field behind its name, which ends at a token. */
static void read_said(struct schema_parser *parser, const struct ast_class *class,
                      struct ast_field *field, struct token_range name, struct extent extent)
{
    size_t at = read_gloss(parser, field, name.end);
    size_t close =
        schema_is_punctuation(parser, at, '(') ? schema_closing(parser, at, extent.limit) : at;
    struct token_range inside = {at + 1, schema_name_end(parser, at + 1, close)};
    bool has_type = close > at && schema_says_type(parser, inside);
    /* "Provider file (String)" has its type in the parentheses. */
    size_t behind = has_type ? name.end : type_behind(parser, name);
    bool has_mark = schema_is_punctuation(parser, at, ':') ||
                    schema_is_punctuation(parser, at, '=') || schema_is_dash(parser, at);
    if (behind < name.end) {
        size_t end = details_end(parser, behind, extent);
        field->name = schema_name(parser, (struct token_range){name.first, behind});
        schema_read_details(parser, field, behind, end);
        parser->at = end;
    } else if (schema_is_punctuation(parser, at, '(') && at < extent.limit) {
        read_in_parentheses(parser, class, field, extent.limit);
    } else if (at < extent.limit && (has_mark || schema_arrow(parser, at) > 0)) {
        size_t first = at + (has_mark ? 1 : 0);
        size_t end = details_end(parser, first, extent);
        schema_read_details(parser, field, first, end);
        parser->at = end;
    } else {
        schema_leave_type(parser, field, (struct ast_name){.text = "", .span = field->name.span});
    }
}

/* "name?" is the field name, and "姓名 name" 姓名. */
static struct ast_name field_name(struct schema_parser *parser, const struct ast_class *class,
                                  struct token_range range)
{
    struct ast_name name = schema_name(parser, range);
    size_t length = strlen(name.text);
    if (length > 1 && name.text[length - 1] == '?')
        name.text = arena_copy(parser->reader->arena, name.text, length - 1);
    return schema_name_of_two(parser, class->written, name);
}

/* One field. Returns NULL when it makes none; the parser is then behind it, too. */
static struct ast_field *read_field(struct schema_parser *parser, const struct ast_class *class,
                                    struct extent extent)
{
    struct ast_field *field = arena_alloc(parser->reader->arena, sizeof *field);
    struct token_range name = {parser->at, schema_name_end(parser, parser->at, extent.limit)};
    parser->at = name.end;
    field->name = field_name(parser, class, name);
    field->type = (struct ast_type){.kind = AST_TYPE_FAULTY};
    if (field->name.text[0] == '\0') {
        if (name.end < extent.limit && schema_is_punctuation(parser, name.end, '(')) {
            read_in_parentheses(parser, class, field, extent.limit);
            schema_report(parser, "the name of a field", name);
        }
        return NULL;
    }
    read_said(parser, class, field, name, extent);
    return spec_is_own_field(parser->reader, class->name.text, field) ? NULL : field;
}

/* Whether what comes behind a comma describes the field before it: several words that are no field. */
static bool describes(struct schema_parser *parser, size_t first, size_t limit)
{
    size_t end = schema_name_end(parser, first, limit);
    return end > first + 1 && type_behind(parser, (struct token_range){first, end}) == end &&
           (end == limit || schema_is_separator(parser, end) ||
            schema_is_punctuation(parser, end, '.'));
}

/* Passes over what describes a field: what is left of its line behind a dash or a colon, or behind a comma. */
static bool skip_description(struct schema_parser *parser, struct extent extent, bool has_type)
{
    size_t at = parser->at;
    if (!extent.has_line || at >= extent.limit ||
        !(schema_is_dash(parser, at) || schema_is_punctuation(parser, at, ':') ||
          (has_type && schema_is_separator(parser, at) && describes(parser, at + 1, extent.limit))))
        return false;
    parser->at = extent.limit;
    return true;
}

static void skip_line_ends(struct schema_parser *parser, size_t limit)
{
    while (parser->at < limit && parser->tokens[parser->at].kind == TOKEN_LINE_END)
        parser->at++;
}

/* A word begins the next field; anything else is passed over. */
static void recover(struct schema_parser *parser, size_t limit)
{
    schema_report(parser, "',' or '.' after a field",
                  (struct token_range){parser->at, parser->at + 1});
    while (parser->at < limit && !schema_is_separator(parser, parser->at) &&
           parser->tokens[parser->at].kind != TOKEN_WORD)
        parser->at++;
}

void schema_read_fields(struct schema_parser *parser, struct schema_class *class, size_t limit,
                        bool has_line)
{
    struct extent extent = {limit, has_line};
    skip_line_ends(parser, limit);
    while (parser->at < limit) {
        size_t first = parser->at;
        struct ast_field *field = read_field(parser, class->class, extent);
        bool has_type = schema_name_end(parser, first, limit) < parser->at;
        if (field)
            schema_add_field(class, field);
        skip_line_ends(parser, limit);
        if (skip_description(parser, extent, has_type))
            break;
        if (parser->at < limit && (schema_is_separator(parser, parser->at) ||
                                   schema_is_punctuation(parser, parser->at, '.')))
            parser->at++;
        else if (parser->at < limit)
            recover(parser, limit);
        skip_line_ends(parser, limit);
    }
}
