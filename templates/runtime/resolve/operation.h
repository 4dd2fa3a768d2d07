/* operation.h - a GraphQL operation on its way: its root's fields are the parts of the request (parts.h), each
 * read, or written and then read, by itself. */
#ifndef RUNTIME_RESOLVE_OPERATION_H
#define RUNTIME_RESOLVE_OPERATION_H

#include "resolve/plan.h"
#include "routes/parts.h"

enum { ERROR_LIMIT = 100 /* that one answer tells */ };

struct mutation;

/* A field of the operation's root. */
struct root {
    struct execution *operation;
    const struct graphql_collected *collected;
    struct request *write;     /* the part that changes something; NULL: nothing does */
    struct request *read;      /* the part whose body is the field's value; NULL: it needs none */
    struct mutation *mutation; /* what is written: mutation.h */
    struct graphql_errors errors;
    struct root *next;
};

struct execution {
    const struct resolve *resolve;
    struct graphql_validation validation;
    struct graphql_variables variables;
    struct text text;                        /* of the document */
    const struct graphql_operation *written; /* as the document has it */
    struct graphql_errors errors;            /* of the request as a whole */
    struct parts *parts;
    struct root *roots;
    size_t writes; /* requests of REST that its mutations are made of */
};

/* Makes the parts of a validated operation. False: the request has failed, or there are errors. */
bool operation_begin(struct request *request, struct execution *operation);

/* Appends {"data": ..., "errors": [...]}, once all parts have been executed. */
bool operation_answer(struct request *request, struct execution *operation);

/* Sees to it that errors tell whoever may not look at the schema nothing of it. */
void operation_conceal(struct execution *operation);

/* What reading a field is to be run with. */
struct run operation_run(struct root *root, struct request *part);

#endif
