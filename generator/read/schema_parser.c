/* schema_parser.c - see schema_parser.h. */
#include "read/schema_parser.h"

#include "read/spec_names.h"
#include "read/spec_read.h"

#include <ctype.h>
#include <string.h>

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

struct ast_name schema_name_of_two(struct schema_parser *parser, const char *written_class,
                                   struct ast_name name)
{
    struct spec_reader *reader = parser->reader;
    const char *space = strchr(name.text, ' ');
    if (!space || strchr(space + 1, ' '))
        return name;
    struct ast_name first = name;
    struct ast_name second = name;
    first.text = arena_copy(reader->arena, name.text, (size_t)(space - name.text));
    second.text = space + 1;
    /* "線程 ID" is one name, and so is "Provider 檔案". */
    bool is_class = *written_class == '\0';
    bool has_case = isupper((unsigned char)*second.text) ? is_class : !is_class;
    if ((unsigned char)*first.text < 0x80 || !has_case || !spec_is_wire_name(second.text))
        return name;
    /* A row of a table says its class again. */
    if (!is_class || strcmp(spec_name_of(reader, first.text), second.text) != 0)
        spec_add_name(reader, (struct ast_name){.text = written_class}, first, second);
    return first;
}

void schema_add_class(struct schema_parser *parser, struct ast_class *class)
{
    class->name = schema_name_of_two(parser, "", class->name);
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
