/* validate.c - see validate.h: the order in which the rules are applied. First what bounds the work
 * of the others: how much there is, and how deep it is. */
#include "graphql/validate.h"

#include "graphql/checks.h"
#include "graphql/parse.h"

enum { WORK_LIMIT = 500000 };

static const char code[] = "GRAPHQL_VALIDATION_FAILED";

const struct graphql_limits graphql_default_limits = {
    .tokens = GRAPHQL_TOKEN_LIMIT,
    .depth = 20,
    .fields = 1000,
    .cost = 250000,
    .page = 100,
    .aliases = 100,
    .directives = 100,
    .root_fields = 50,
    .errors = 100,
};

static void check(struct graphql_checks *checks)
{
    const struct graphql_document *document = checks->document;

    if (!graphql_survey(checks) || !graphql_check_fragments(checks))
        return;
    graphql_check_definitions(checks);
    for (struct graphql_operation *operation = document->operations; operation;
         operation = operation->next)
        graphql_check_selections(checks, &checks->operations[operation->index],
                                 operation->selections, operation->root);
    for (struct graphql_fragment *fragment = document->fragments; fragment;
         fragment = fragment->next)
        graphql_check_selections(checks, &checks->fragments[fragment->index], fragment->selections,
                                 fragment->condition);
    for (const struct graphql_operation *operation = document->operations;
         operation && !graphql_checks_stop(checks); operation = operation->next) {
        graphql_check_variables(checks, &checks->operations[operation->index]);
        graphql_check_subscription(checks, operation);
    }
    graphql_check_overlaps(checks);
}

bool graphql_validate(const struct graphql_validation *validation,
                      struct graphql_document *document, struct graphql_errors *errors)
{
    const struct graphql_limits *limits =
        validation->limits ? validation->limits : &graphql_default_limits;
    size_t before = errors->count;
    size_t limit = errors->limit;
    struct graphql_checks checks = {
        .validation = validation,
        .schema = validation->schema,
        .limits = limits,
        .document = document,
        .errors = errors,
        .arena = errors->arena,
        .work = WORK_LIMIT,
    };

    errors->limit = limits->errors ? before + limits->errors : 0;
    check(&checks);
    errors->limit = limit;
    if (errors->full)
        graphql_error_add(errors, code,
                          "Too many validation errors, error limit reached. Validation aborted.",
                          GRAPHQL_NO_TEXTS);
    return errors->count == before && !errors->arena->failed;
}
