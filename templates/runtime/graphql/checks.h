/* checks.h - what the rules of validation share: validate.c (the order of things),
 * checks_document.c (definitions), checks_fragments.c (who spreads whom), checks_selections.c,
 * checks_arguments.c, checks_variables.c, checks_overlap.c, checks_subscription.c and
 * checks_introspection.c.
 *
 * The rules go on behind a mistake, to tell as many as there are. Where a name is not known, what
 * is below it has no type, and is looked at as far as it goes without. */
#ifndef RUNTIME_GRAPHQL_CHECKS_H
#define RUNTIME_GRAPHQL_CHECKS_H

#include "graphql/definition.h"
#include "graphql/validate.h"

/* A variable in the place of a value. */
struct graphql_variable_use {
    const struct graphql_value *value;
    const struct graphql_type_use *type; /* asked for; NULL: nobody knows */
    const struct graphql_type *one_of;   /* whose only field it is; or NULL */
    bool has_default;                    /* the place has one */
    struct graphql_variable_use *next;
};

struct graphql_spread {
    struct graphql_selection *selection;
    const struct graphql_fragment *fragment; /* NULL: there is none */
    unsigned depth;                          /* of fields around it */
    unsigned nesting;                        /* of selections around it */
    bool introspects;                        /* it is below __schema or __type */
    struct graphql_spread *next;
};

/* What is known of an operation or a fragment. */
struct graphql_scope {
    const struct graphql_operation *operation; /* or NULL */
    const struct graphql_fragment *fragment;   /* or NULL */
    struct graphql_selection *selections;
    struct graphql_spread *spreads; /* in it */
    struct graphql_spread **spreads_end;
    struct graphql_variable_use *uses;
    struct graphql_variable_use **uses_end;
    unsigned fields;      /* in it; from graphql_check_fragments() on those it spreads included */
    unsigned depth;       /* of fields, likewise */
    unsigned nesting;     /* of selections, likewise */
    unsigned root_fields; /* likewise */
    enum { SCOPE_NEW, SCOPE_OPEN, SCOPE_DONE } state;
    bool used;     /* a fragment that an operation reaches */
    unsigned seen; /* by the search of that number */
};

struct graphql_checks {
    const struct graphql_validation *validation;
    const struct graphql_schema *schema;
    const struct graphql_limits *limits;
    struct graphql_document *document;
    struct graphql_errors *errors;
    struct arena *arena;
    struct graphql_names fragment_names; /* to struct graphql_fragment */
    struct graphql_scope *operations;    /* in the document's order */
    struct graphql_scope *fragments;     /* by their index */
    unsigned aliases;
    unsigned directives;
    unsigned search; /* the number of the last one */
    bool cyclic;     /* some fragment spreads itself */
    size_t work;     /* left, where rules take more steps than the document is long */
    bool exhausted;  /* more would have been taken */
};

/* Adds an error of validation; NULL when out of memory or beyond the limit. */
struct graphql_error *graphql_check_error(struct graphql_checks *checks, struct graphql_place place,
                                          const char *message, const struct text *texts,
                                          size_t count);

/* Adds the error that a limit is exceeded; returns false. */
bool graphql_limit_error(struct graphql_checks *checks, const char *code,
                         struct graphql_place place, const char *what, unsigned limit);

/* Takes from the work that validation may do; false, with an error, when nothing is left. */
bool graphql_spend(struct graphql_checks *checks, size_t steps);

/* Whether there is no use in going on: too many errors, or no memory. */
bool graphql_checks_stop(const struct graphql_checks *checks);

/* Names of operations, fragments and variables, and the types that they say. */
void graphql_check_definitions(struct graphql_checks *checks);

/* What each scope has, and the limits of that; which fragments spread themselves, which are not
 * used. False when nothing more is to be looked at. */
bool graphql_survey(struct graphql_checks *checks);
bool graphql_check_fragments(struct graphql_checks *checks);

void graphql_check_selections(struct graphql_checks *checks, struct graphql_scope *scope,
                              struct graphql_selection *selections,
                              const struct graphql_type *parent);

/* The scope is where variables are noted; NULL where there can be none. */
void graphql_check_field_arguments(struct graphql_checks *checks, struct graphql_scope *scope,
                                   const struct graphql_selection *selection);
void graphql_check_directives(struct graphql_checks *checks, struct graphql_scope *scope,
                              struct graphql_directive *directives, unsigned place);
void graphql_check_constant(struct graphql_checks *checks, const struct graphql_value *value,
                            const struct graphql_type_use *type);

/* "Unknown type ...", at a place. */
void graphql_unknown_type(struct graphql_checks *checks, struct text name,
                          struct graphql_place place);

void graphql_check_variables(struct graphql_checks *checks, struct graphql_scope *operation);
void graphql_check_overlaps(struct graphql_checks *checks);
void graphql_check_subscription(struct graphql_checks *checks,
                                const struct graphql_operation *operation);
void graphql_check_introspection(struct graphql_checks *checks,
                                 const struct graphql_selection *field);

#endif
