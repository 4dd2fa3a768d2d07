/* parser_value.c - values, types, arguments and directives (specification, sections 2.6 and 2.9 to
 * 2.12). */
#include "graphql/parser.h"

static struct graphql_value *new_value(struct graphql_parser *parser, enum graphql_value_kind kind)
{
    struct graphql_value *value = arena_alloc(parser->arena, sizeof *value);

    if (!value)
        return NULL;
    value->kind = kind;
    value->place = parser->token.place;
    value->text = parser->token.text;
    return value;
}

/* A value that is the next token alone. */
static struct graphql_value *read_token(struct graphql_parser *parser, enum graphql_value_kind kind)
{
    struct graphql_value *value = new_value(parser, kind);

    return value && graphql_advance(parser) ? value : NULL;
}

static struct graphql_value *read_word(struct graphql_parser *parser)
{
    struct graphql_value *value = read_token(parser, GRAPHQL_VALUE_ENUM);

    if (!value)
        return NULL;
    if (text_is(value->text, "true") || text_is(value->text, "false")) {
        value->kind = GRAPHQL_VALUE_BOOLEAN;
        value->boolean = value->text.length == 4;
    } else if (text_is(value->text, "null")) {
        value->kind = GRAPHQL_VALUE_NULL;
    }
    return value;
}

static struct graphql_value *read_variable(struct graphql_parser *parser, bool constant)
{
    struct graphql_value *value = new_value(parser, GRAPHQL_VALUE_VARIABLE);

    if (!value || !graphql_advance(parser))
        return NULL;
    if (constant) {
        if (parser->token.kind == GRAPHQL_TOKEN_NAME)
            graphql_syntax_error(parser->lexer.errors, value->place,
                                 "Unexpected variable \"${}\" in constant value.",
                                 parser->token.text);
        else
            graphql_syntax_error(parser->lexer.errors, value->place, "Unexpected \"$\".",
                                 text_none());
        return NULL;
    }
    return graphql_expect_name(parser, &value->text, NULL) ? value : NULL;
}

static struct graphql_value *read_list(struct graphql_parser *parser, bool constant)
{
    struct graphql_value *list = new_value(parser, GRAPHQL_VALUE_LIST);
    struct graphql_value **end;
    bool closed;

    if (!list || !graphql_nest(parser) || !graphql_advance(parser))
        return NULL;
    for (end = &list->items;; end = &(*end)->next) {
        if (!graphql_skip(parser, ']', &closed))
            return NULL;
        if (closed)
            break;
        *end = graphql_read_value(parser, constant);
        if (!*end)
            return NULL;
    }
    parser->depth--;
    return list;
}

/* "name: value" of an object or of arguments. */
static struct graphql_argument *read_argument(struct graphql_parser *parser, bool constant)
{
    struct graphql_argument *argument = arena_alloc(parser->arena, sizeof *argument);

    if (!argument || !graphql_expect_name(parser, &argument->name, &argument->place) ||
        !graphql_expect(parser, ':'))
        return NULL;
    argument->value = graphql_read_value(parser, constant);
    return argument->value ? argument : NULL;
}

static struct graphql_value *read_object(struct graphql_parser *parser, bool constant)
{
    struct graphql_value *object = new_value(parser, GRAPHQL_VALUE_OBJECT);
    struct graphql_argument **end;
    bool closed;

    if (!object || !graphql_nest(parser) || !graphql_advance(parser))
        return NULL;
    for (end = &object->fields;; end = &(*end)->next) {
        if (!graphql_skip(parser, '}', &closed))
            return NULL;
        if (closed)
            break;
        *end = read_argument(parser, constant);
        if (!*end)
            return NULL;
    }
    parser->depth--;
    return object;
}

struct graphql_value *graphql_read_value(struct graphql_parser *parser, bool constant)
{
    switch (parser->token.kind) {
    case GRAPHQL_TOKEN_INT:
        return read_token(parser, GRAPHQL_VALUE_INT);
    case GRAPHQL_TOKEN_FLOAT:
        return read_token(parser, GRAPHQL_VALUE_FLOAT);
    case GRAPHQL_TOKEN_STRING:
    case GRAPHQL_TOKEN_BLOCK_STRING:
        return read_token(parser, GRAPHQL_VALUE_STRING);
    case GRAPHQL_TOKEN_NAME:
        return read_word(parser);
    case GRAPHQL_TOKEN_PUNCTUATOR:
        if (graphql_at(parser, '$'))
            return read_variable(parser, constant);
        if (graphql_at(parser, '['))
            return read_list(parser, constant);
        if (graphql_at(parser, '{'))
            return read_object(parser, constant);
        break;
    case GRAPHQL_TOKEN_SPREAD:
    case GRAPHQL_TOKEN_END:
        break;
    }
    graphql_unexpected(parser);
    return NULL;
}

static struct graphql_type_node *
new_type(struct graphql_parser *parser, enum graphql_wrapping wrapping, struct graphql_place place)
{
    struct graphql_type_node *type = arena_alloc(parser->arena, sizeof *type);

    if (!type)
        return NULL;
    type->wrapping = wrapping;
    type->place = place;
    return type;
}

static struct graphql_type_node *read_list_type(struct graphql_parser *parser)
{
    struct graphql_type_node *list = new_type(parser, GRAPHQL_LIST, parser->token.place);

    if (!list || !graphql_nest(parser) || !graphql_advance(parser))
        return NULL;
    list->of = graphql_read_type(parser);
    if (!list->of || !graphql_expect(parser, ']'))
        return NULL;
    parser->depth--;
    return list;
}

struct graphql_type_node *graphql_read_type(struct graphql_parser *parser)
{
    struct graphql_place place = parser->token.place;
    struct graphql_type_node *type;
    struct graphql_type_node *outer;
    bool non_null;

    if (graphql_at(parser, '[')) {
        type = read_list_type(parser);
        if (!type)
            return NULL;
    } else {
        type = new_type(parser, GRAPHQL_NAMED, place);
        if (!type || !graphql_expect_name(parser, &type->name, NULL))
            return NULL;
    }
    if (!graphql_skip(parser, '!', &non_null))
        return NULL;
    if (!non_null)
        return type;
    outer = new_type(parser, GRAPHQL_NON_NULL, place);
    if (outer)
        outer->of = type;
    return outer;
}

bool graphql_read_arguments(struct graphql_parser *parser, bool constant,
                            struct graphql_argument **arguments)
{
    struct graphql_argument **end = arguments;
    bool opened;
    bool closed = false;

    if (!graphql_skip(parser, '(', &opened))
        return false;
    if (!opened)
        return true;
    do {
        *end = read_argument(parser, constant);
        if (!*end)
            return false;
        end = &(*end)->next;
        if (!graphql_skip(parser, ')', &closed))
            return false;
    } while (!closed);
    return true;
}

bool graphql_read_directives(struct graphql_parser *parser, bool constant,
                             struct graphql_directive **directives)
{
    struct graphql_directive **end = directives;

    while (graphql_at(parser, '@')) {
        struct graphql_directive *directive = arena_alloc(parser->arena, sizeof *directive);
        if (!directive)
            return false;
        directive->place = parser->token.place;
        if (!graphql_advance(parser) || !graphql_expect_name(parser, &directive->name, NULL) ||
            !graphql_read_arguments(parser, constant, &directive->arguments))
            return false;
        *end = directive;
        end = &directive->next;
    }
    return true;
}
