/* parse.c - see parse.h: recursive descent, bounded by GRAPHQL_NESTING_LIMIT, with one token of
 * lookahead. The words of its errors are graphql-js's. */
#include "graphql/parse.h"

#include "graphql/parser.h"

static bool read_selections(struct graphql_parser *parser, struct graphql_selection **selections,
                            struct graphql_place *place);

static bool read_field(struct graphql_parser *parser, struct graphql_selection *field)
{
    bool has_alias;

    field->kind = GRAPHQL_FIELD;
    if (!graphql_expect_name(parser, &field->name, &field->name_place) ||
        !graphql_skip(parser, ':', &has_alias))
        return false;
    if (has_alias) {
        field->alias = field->name;
        if (!graphql_expect_name(parser, &field->name, &field->name_place))
            return false;
    }
    return graphql_read_arguments(parser, false, &field->arguments) &&
           graphql_read_directives(parser, false, &field->directives) &&
           (!graphql_at(parser, '{') ||
            read_selections(parser, &field->selections, &field->selections_place));
}

/* Behind "...": the name of a fragment, or "on Type", or neither. */
static bool read_fragment_selection(struct graphql_parser *parser,
                                    struct graphql_selection *selection)
{
    bool has_condition;

    if (!graphql_advance(parser) || !graphql_skip_word(parser, "on", &has_condition))
        return false;
    if (!has_condition && parser->token.kind == GRAPHQL_TOKEN_NAME) {
        selection->kind = GRAPHQL_SPREAD;
        return graphql_expect_name(parser, &selection->name, &selection->name_place) &&
               graphql_read_directives(parser, false, &selection->directives);
    }
    selection->kind = GRAPHQL_INLINE_FRAGMENT;
    if (has_condition && !graphql_expect_name(parser, &selection->name, &selection->name_place))
        return false;
    return graphql_read_directives(parser, false, &selection->directives) &&
           read_selections(parser, &selection->selections, &selection->selections_place);
}

static struct graphql_selection *read_selection(struct graphql_parser *parser)
{
    struct graphql_selection *selection = arena_alloc(parser->arena, sizeof *selection);

    if (!selection)
        return NULL;
    selection->place = parser->token.place;
    if (parser->token.kind == GRAPHQL_TOKEN_SPREAD)
        return read_fragment_selection(parser, selection) ? selection : NULL;
    return read_field(parser, selection) ? selection : NULL;
}

static bool read_selections(struct graphql_parser *parser, struct graphql_selection **selections,
                            struct graphql_place *place)
{
    bool closed;

    *place = parser->token.place;
    if (!graphql_nest(parser) || !graphql_expect(parser, '{'))
        return false;
    do {
        *selections = read_selection(parser);
        if (!*selections || !graphql_skip(parser, '}', &closed))
            return false;
        selections = &(*selections)->next;
    } while (!closed);
    parser->depth--;
    return true;
}

static struct graphql_variable *read_variable(struct graphql_parser *parser)
{
    struct graphql_variable *variable = arena_alloc(parser->arena, sizeof *variable);
    bool has_default;

    if (!variable)
        return NULL;
    variable->place = parser->token.place;
    if (!graphql_read_description(parser, &variable->description) || !graphql_expect(parser, '$') ||
        !graphql_expect_name(parser, &variable->name, &variable->name_place) ||
        !graphql_expect(parser, ':'))
        return NULL;
    variable->type = graphql_read_type(parser);
    if (!variable->type || !graphql_skip(parser, '=', &has_default))
        return NULL;
    if (has_default) {
        variable->default_value = graphql_read_value(parser, true);
        if (!variable->default_value)
            return NULL;
    }
    return graphql_read_directives(parser, true, &variable->directives) ? variable : NULL;
}

static bool read_variables(struct graphql_parser *parser, struct graphql_operation *operation)
{
    struct graphql_variable **end = &operation->variables;
    bool opened;
    bool closed = false;

    if (!graphql_skip(parser, '(', &opened))
        return false;
    while (opened && !closed) {
        *end = read_variable(parser);
        if (!*end || !graphql_skip(parser, ')', &closed))
            return false;
        (*end)->index = operation->variable_count++;
        end = &(*end)->next;
    }
    return true;
}

static bool read_operation_kind(struct graphql_parser *parser, enum graphql_operation_kind *kind)
{
    static const char *const words[] = {"query", "mutation", "subscription"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (graphql_at_word(parser, words[i])) {
            *kind = (enum graphql_operation_kind)i;
            return graphql_advance(parser);
        }
    return graphql_unexpected(parser);
}

static struct graphql_operation *read_operation(struct graphql_parser *parser,
                                                struct graphql_place place, struct text description)
{
    struct graphql_operation *operation = arena_alloc(parser->arena, sizeof *operation);

    if (!operation)
        return NULL;
    operation->place = place;
    operation->description = description;
    if (graphql_at(parser, '{'))
        return read_selections(parser, &operation->selections, &operation->selections_place)
                   ? operation
                   : NULL;
    if (!read_operation_kind(parser, &operation->kind))
        return NULL;
    if (parser->token.kind == GRAPHQL_TOKEN_NAME &&
        !graphql_expect_name(parser, &operation->name, &operation->name_place))
        return NULL;
    return read_variables(parser, operation) &&
                   graphql_read_directives(parser, false, &operation->directives) &&
                   read_selections(parser, &operation->selections, &operation->selections_place)
               ? operation
               : NULL;
}

static struct graphql_fragment *read_fragment(struct graphql_parser *parser,
                                              struct graphql_place place, struct text description)
{
    struct graphql_fragment *fragment = arena_alloc(parser->arena, sizeof *fragment);

    if (!fragment)
        return NULL;
    fragment->place = place;
    fragment->description = description;
    if (!graphql_advance(parser))
        return NULL;
    if (graphql_at_word(parser, "on")) {
        graphql_unexpected(parser);
        return NULL;
    }
    return graphql_expect_name(parser, &fragment->name, &fragment->name_place) &&
                   graphql_expect_word(parser, "on") &&
                   graphql_expect_name(parser, &fragment->condition_name,
                                       &fragment->condition_place) &&
                   graphql_read_directives(parser, false, &fragment->directives) &&
                   read_selections(parser, &fragment->selections, &place)
               ? fragment
               : NULL;
}

/* Where the next definition of each kind goes. */
struct ends {
    struct graphql_operation **operation;
    struct graphql_fragment **fragment;
    struct graphql_definition **definition;
};

static bool read_next(struct graphql_parser *parser, struct graphql_document *document,
                      struct ends *ends)
{
    struct graphql_place place = parser->token.place;
    struct text description;

    if (!graphql_read_description(parser, &description))
        return false;
    if (description.bytes && graphql_at(parser, '{'))
        return graphql_syntax_error(
            parser->lexer.errors, place,
            "Unexpected description, descriptions are not supported on shorthand queries.",
            text_none());
    if (graphql_at(parser, '{') || graphql_at_word(parser, "query") ||
        graphql_at_word(parser, "mutation") || graphql_at_word(parser, "subscription")) {
        *ends->operation = read_operation(parser, place, description);
        if (!*ends->operation)
            return false;
        (*ends->operation)->index = document->operation_count++;
        ends->operation = &(*ends->operation)->next;
        return true;
    }
    if (graphql_at_word(parser, "fragment")) {
        *ends->fragment = read_fragment(parser, place, description);
        if (!*ends->fragment)
            return false;
        (*ends->fragment)->index = document->fragment_count++;
        ends->fragment = &(*ends->fragment)->next;
        return true;
    }
    *ends->definition = graphql_read_definition(parser, place, description);
    if (!*ends->definition)
        return false;
    ends->definition = &(*ends->definition)->next;
    return true;
}

static bool begin(struct graphql_parser *parser, struct text source, size_t tokens,
                  struct graphql_errors *errors)
{
    *parser = (struct graphql_parser){.arena = errors->arena};
    graphql_lexer_init(&parser->lexer, source, tokens, errors);
    return graphql_advance(parser);
}

struct graphql_document *graphql_parse(struct text source, size_t tokens,
                                       struct graphql_errors *errors)
{
    struct graphql_document *document = arena_alloc(errors->arena, sizeof *document);
    struct graphql_parser parser;

    if (!document || !begin(&parser, source, tokens, errors))
        return NULL;
    struct ends ends = {&document->operations, &document->fragments, &document->definitions};
    do
        if (!read_next(&parser, document, &ends))
            return NULL;
    while (parser.token.kind != GRAPHQL_TOKEN_END);
    return document;
}

struct graphql_value *graphql_parse_value(struct text source, struct graphql_errors *errors)
{
    struct graphql_value *value;
    struct graphql_parser parser;

    if (!begin(&parser, source, GRAPHQL_TOKEN_LIMIT, errors))
        return NULL;
    value = graphql_read_value(&parser, false);
    if (value && parser.token.kind != GRAPHQL_TOKEN_END) {
        graphql_expected(&parser, (struct text)TEXT("<EOF>"));
        return NULL;
    }
    return value;
}
