/* mutation.h - the fields of Mutation: each becomes requests of REST that write, in one savepoint, and what its
 * payload asks for is read behind them. */
#ifndef RUNTIME_RESOLVE_MUTATION_H
#define RUNTIME_RESOLVE_MUTATION_H

#include "resolve/operation.h"

/* Requests of REST that are executed one after another, or undone together. */
struct writes {
    struct request *list;
    size_t count;
    size_t capacity;
};

struct mutation {
    struct root *root;
    const struct class *class; /* of what is created, updated or deleted */
    const struct graphql_coerced *input;
    struct graphql_collected *payload;
    struct writes writes;
    struct text object_id;     /* of the object, once it is known */
    struct text session_token; /* that somebody got, or no text */
    const cJSON *answer;       /* of the last of the requests, once it is executed */
};

/* Makes the parts of a field of Mutation, prepared. What is refused already is the part's failure, or an error of the
 * field; false is the request's. */
bool mutation_begin(struct request *request, struct root *root);

/* Appends a request to those of a part, prepared; it answers what follows, too. False: the part has failed. */
bool writes_add(struct request *part, struct writes *writes, enum http_method method,
                struct text path, cJSON *body, struct upload *upload);

#endif
