/* checks.c - errors and limits of validation; see checks.h. */
#include "graphql/checks.h"

static const char code[] = "GRAPHQL_VALIDATION_FAILED";

struct graphql_error *graphql_check_error(struct graphql_checks *checks, struct graphql_place place,
                                          const char *message, const struct text *texts,
                                          size_t count)
{
    struct graphql_error *error = graphql_error_add(checks->errors, code, message, texts, count);

    graphql_error_at(checks->errors, error, place);
    return error;
}

bool graphql_limit_error(struct graphql_checks *checks, const char *limit_code,
                         struct graphql_place place, const char *what, unsigned limit)
{
    struct graphql_error *error =
        graphql_error_add(checks->errors, limit_code, "The document has more than {} {}.",
                          GRAPHQL_TEXTS(arena_printf(checks->arena, "%u", limit), text_of(what)));

    if (place.line)
        graphql_error_at(checks->errors, error, place);
    return false;
}

bool graphql_spend(struct graphql_checks *checks, size_t steps)
{
    if (checks->work >= steps) {
        checks->work -= steps;
        return true;
    }
    if (!checks->exhausted)
        graphql_error_add(checks->errors, "QUERY_TOO_COMPLEX",
                          "The document is too complex to be validated.", GRAPHQL_NO_TEXTS);
    checks->exhausted = true;
    return false;
}

bool graphql_checks_stop(const struct graphql_checks *checks)
{
    return checks->errors->full || checks->arena->failed || checks->exhausted;
}
