/* schema_parser.c - see schema_parser.h. */
#include "read/schema_parser.h"

#include "read/spec_read.h"

bool schema_is_punctuation(const struct schema_parser *parser, size_t i, char wanted)
{
    return parser->tokens[i].kind == TOKEN_PUNCTUATION && parser->tokens[i].punctuation == wanted;
}

bool schema_is_separator(const struct schema_parser *parser, size_t i)
{
    return schema_is_punctuation(parser, i, ',') || schema_is_punctuation(parser, i, ';');
}

struct ast_name schema_name(struct schema_parser *parser, struct token_range range)
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

void schema_add_class(struct schema_parser *parser, struct ast_class *class)
{
    class->written = class->name.text;
    class->is_more = parser->reader->is_more;
    if (spec_is_user(class->name.text))
        class->name.text = "_User";
    *parser->reader->last_class = class;
    parser->reader->last_class = &class->next;
    parser->open = arena_alloc(parser->reader->arena, sizeof *parser->open);
    *parser->open = (struct schema_class){.class = class, .last_field = &class->fields};
    map_add(&parser->reader->schema_classes[class->is_more], class->written, parser->open);
}

struct schema_class *schema_class_written(const struct schema_parser *parser, const char *name)
{
    return map_get(&parser->reader->schema_classes[parser->reader->is_more], name);
}

void schema_add_field(struct schema_class *class, struct ast_field *field)
{
    *class->last_field = field;
    class->last_field = &field->next;
}

void schema_report(struct schema_parser *parser, const char *expected, struct token_range found)
{
    struct ast_name name = schema_name(parser, found);
    const char *text = "nothing";
    if (name.text[0] != '\0')
        text = arena_printf(parser->reader->arena, "'%s'", name.text);
    else if (parser->tokens[found.first].kind == TOKEN_END)
        text = "the end of the section";
    diag_report(parser->reader->diag, DIAG_BAD_CLAUSE, name.span, expected, text);
}
