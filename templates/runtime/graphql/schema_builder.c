/* schema_builder.c - see schema_builder.h. */
#include "graphql/schema_builder.h"

bool graphql_schema_error(struct graphql_builder *builder, struct graphql_place place,
                          const char *message, struct text a, struct text b, struct text c)
{
    struct graphql_error *error = graphql_error_add(builder->errors, "GRAPHQL_SCHEMA_INVALID",
                                                    message, GRAPHQL_TEXTS(a, b, c));

    graphql_error_at(builder->errors, error, place);
    return false;
}

struct text graphql_directive_text(const struct graphql_directive *directives, const char *name,
                                   const char *argument, const char *otherwise)
{
    for (; directives; directives = directives->next) {
        if (!text_is(directives->name, name))
            continue;
        for (const struct graphql_argument *given = directives->arguments; given;
             given = given->next)
            if (text_is(given->name, argument) && given->value->kind == GRAPHQL_VALUE_STRING)
                return given->value->text;
        return text_of(otherwise);
    }
    return text_none();
}
