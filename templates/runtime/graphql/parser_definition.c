/* parser_definition.c - definitions and extensions of the type system (specification, section 3).
 * Whether they fit each other is schema_build.c's to see. */
#include "graphql/parser.h"

#include "graphql/schema.h"

static bool read_part(struct graphql_parser *parser, enum graphql_definition_kind of,
                      struct graphql_definition_part **part);

/* Parts between brackets, of which there is at least one; no brackets are no parts. */
static bool read_parts(struct graphql_parser *parser, char open, char close,
                       enum graphql_definition_kind of, struct graphql_definition_part **parts)
{
    bool opened;
    bool closed = false;

    if (!graphql_skip(parser, open, &opened))
        return false;
    while (opened && !closed) {
        if (!read_part(parser, of, parts) || !graphql_skip(parser, close, &closed))
            return false;
        parts = &(*parts)->next;
    }
    return true;
}

static bool read_default(struct graphql_parser *parser, struct graphql_value **value)
{
    bool there;

    if (!graphql_skip(parser, '=', &there))
        return false;
    if (there)
        *value = graphql_read_value(parser, true);
    return !there || *value;
}

/* An enum value's name is none of three words. */
static bool check_value_name(struct graphql_parser *parser)
{
    static const char *const words[] = {"true", "false", "null"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (graphql_at_word(parser, words[i]))
            return graphql_syntax_error(
                parser->lexer.errors, parser->token.place,
                "Name \"{}\" is reserved and cannot be used for an enum value.",
                parser->token.text);
    return true;
}

/* A field of an object or interface, an enum's value, or what is given: an argument or a field of
 * an input object, which are written alike. */
static bool read_part(struct graphql_parser *parser, enum graphql_definition_kind of,
                      struct graphql_definition_part **read)
{
    struct graphql_definition_part *part = *read = arena_alloc(parser->arena, sizeof *part);
    bool is_field = of == GRAPHQL_DEFINES_OBJECT || of == GRAPHQL_DEFINES_INTERFACE;

    if (!part)
        return false;
    part->place = parser->token.place;
    if (!graphql_read_description(parser, &part->description))
        return false;
    if (of == GRAPHQL_DEFINES_ENUM)
        return check_value_name(parser) && graphql_expect_name(parser, &part->name, NULL) &&
               graphql_read_directives(parser, true, &part->directives);
    if (!graphql_expect_name(parser, &part->name, NULL) ||
        (is_field &&
         !read_parts(parser, '(', ')', GRAPHQL_DEFINES_INPUT_OBJECT, &part->arguments)) ||
        !graphql_expect(parser, ':'))
        return false;
    part->type = graphql_read_type(parser);
    return part->type && (is_field || read_default(parser, &part->default_value)) &&
           graphql_read_directives(parser, true, &part->directives);
}

static struct graphql_name *read_name(struct graphql_parser *parser)
{
    struct graphql_name *name = arena_alloc(parser->arena, sizeof *name);

    return name && graphql_expect_name(parser, &name->name, &name->place) ? name : NULL;
}

/* Names with a sign between them, and perhaps one in front. */
static bool read_names(struct graphql_parser *parser, char between, struct graphql_name **names)
{
    bool more;

    if (!graphql_skip(parser, between, &more))
        return false;
    do {
        *names = read_name(parser);
        if (!*names || !graphql_skip(parser, between, &more))
            return false;
        names = &(*names)->next;
    } while (more);
    return true;
}

static bool read_interfaces(struct graphql_parser *parser, struct graphql_definition *definition)
{
    bool there;

    return graphql_skip_word(parser, "implements", &there) &&
           (!there || read_names(parser, '&', &definition->names));
}

static bool read_members(struct graphql_parser *parser, struct graphql_definition *definition)
{
    bool there;

    return graphql_skip(parser, '=', &there) &&
           (!there || read_names(parser, '|', &definition->names));
}

/* { query: Type ... } */
static bool read_roots(struct graphql_parser *parser, struct graphql_definition *definition)
{
    static const char *const words[] = {"query", "mutation", "subscription"};
    struct graphql_name **end = &definition->names;
    bool closed = false;

    if (definition->extends && !graphql_at(parser, '{'))
        return true;
    if (!graphql_expect(parser, '{'))
        return false;
    while (!closed) {
        struct text of = parser->token.text;
        size_t word = 0;
        while (word < sizeof words / sizeof *words && !graphql_at_word(parser, words[word]))
            word++;
        if (parser->token.kind != GRAPHQL_TOKEN_NAME)
            return graphql_expect_name(parser, &of, NULL);
        if (word == sizeof words / sizeof *words)
            return graphql_unexpected(parser);
        if (!graphql_advance(parser) || !graphql_expect(parser, ':'))
            return false;
        *end = read_name(parser);
        if (!*end || !graphql_skip(parser, '}', &closed))
            return false;
        (*end)->of = of;
        end = &(*end)->next;
    }
    return true;
}

static bool read_directive_definition(struct graphql_parser *parser,
                                      struct graphql_definition *definition)
{
    if (!graphql_expect(parser, '@') ||
        !graphql_expect_name(parser, &definition->name, &definition->name_place) ||
        !read_parts(parser, '(', ')', GRAPHQL_DEFINES_DIRECTIVE, &definition->parts) ||
        !graphql_skip_word(parser, "repeatable", &definition->repeatable) ||
        !graphql_expect_word(parser, "on") || !read_names(parser, '|', &definition->names))
        return false;
    for (const struct graphql_name *name = definition->names; name; name = name->next)
        if (!graphql_directive_place(name->name))
            return graphql_syntax_error(parser->lexer.errors, name->place,
                                        "Unexpected Name \"{}\".", name->name);
    return true;
}

static bool read_body(struct graphql_parser *parser, struct graphql_definition *definition)
{
    enum graphql_definition_kind kind = definition->kind;

    if (kind == GRAPHQL_DEFINES_DIRECTIVE)
        return read_directive_definition(parser, definition);
    if (kind == GRAPHQL_DEFINES_SCHEMA)
        return graphql_read_directives(parser, true, &definition->directives) &&
               read_roots(parser, definition);
    if (!graphql_expect_name(parser, &definition->name, &definition->name_place) ||
        ((kind == GRAPHQL_DEFINES_OBJECT || kind == GRAPHQL_DEFINES_INTERFACE) &&
         !read_interfaces(parser, definition)) ||
        !graphql_read_directives(parser, true, &definition->directives))
        return false;
    if (kind == GRAPHQL_DEFINES_SCALAR)
        return true;
    if (kind == GRAPHQL_DEFINES_UNION)
        return read_members(parser, definition);
    return read_parts(parser, '{', '}', kind, &definition->parts);
}

struct graphql_definition *graphql_read_definition(struct graphql_parser *parser,
                                                   struct graphql_place place,
                                                   struct text description)
{
    static const char *const words[] = {
        [GRAPHQL_DEFINES_SCHEMA] = "schema",      [GRAPHQL_DEFINES_SCALAR] = "scalar",
        [GRAPHQL_DEFINES_OBJECT] = "type",        [GRAPHQL_DEFINES_INTERFACE] = "interface",
        [GRAPHQL_DEFINES_UNION] = "union",        [GRAPHQL_DEFINES_ENUM] = "enum",
        [GRAPHQL_DEFINES_INPUT_OBJECT] = "input", [GRAPHQL_DEFINES_DIRECTIVE] = "directive",
    };
    struct graphql_definition *definition = arena_alloc(parser->arena, sizeof *definition);
    size_t kind = 0;

    if (!definition)
        return NULL;
    definition->place = place;
    definition->description = description;
    if (!description.bytes && !graphql_skip_word(parser, "extend", &definition->extends))
        return NULL;
    while (kind < sizeof words / sizeof *words && !graphql_at_word(parser, words[kind]))
        kind++;
    if (kind == sizeof words / sizeof *words && description.bytes &&
        parser->token.kind == GRAPHQL_TOKEN_NAME) {
        graphql_syntax_error(
            parser->lexer.errors, place,
            "Unexpected description, only GraphQL definitions support descriptions.", text_none());
        return NULL;
    }
    if (kind == sizeof words / sizeof *words ||
        (definition->extends && kind == GRAPHQL_DEFINES_DIRECTIVE)) {
        graphql_unexpected(parser);
        return NULL;
    }
    definition->kind = (enum graphql_definition_kind)kind;
    if (!graphql_advance(parser) || !read_body(parser, definition))
        return NULL;
    if (definition->extends && !definition->names && !definition->directives &&
        !definition->parts) {
        graphql_unexpected(parser);
        return NULL;
    }
    return definition;
}
