/* error.h - errors of a GraphQL answer (specification, section 7.1.6): message, locations, path and
 * extensions.
 *
 * A list of errors belongs to a request. Functions that find one add it and return false; when
 * memory runs out they return false without, and the arena has failed: the request then answers
 * 500. */
#ifndef RUNTIME_GRAPHQL_ERROR_H
#define RUNTIME_GRAPHQL_ERROR_H

#include "base/buffer.h"
#include "graphql/document.h"

#include <stdint.h>

/* The way to a field in the answer, from its end to the root: parts may be on the stack, since an
 * error copies them. */
struct graphql_path {
    const struct graphql_path *parent; /* NULL: the root */
    struct text name;                  /* a response name; no text: `index` counts */
    size_t index;                      /* in a list */
};

struct graphql_error {
    struct text message;
    const struct graphql_place *places;
    size_t place_count;
    const struct graphql_path *path; /* NULL: none */
    const char *code;                /* extensions.code; NULL: `number` is */
    int number;                      /* such as Parse's codes; 0: none */
    struct graphql_error *next;
};

struct graphql_errors {
    struct arena *arena;
    struct graphql_error *first;
    struct graphql_error **end;
    size_t count;
    size_t limit;          /* of how many are kept; 0: all */
    bool full;             /* one more than the limit came */
    size_t looked_through; /* by suggestions; suggest.h */
};

/* No error yet. What comes after `limit` errors is counted and not kept. */
void graphql_errors_init(struct graphql_errors *errors, struct arena *arena, size_t limit);

/* The texts of a message, in their order. */
#define GRAPHQL_TEXTS(...)                                                                         \
    (const struct text[]){__VA_ARGS__},                                                            \
        sizeof((const struct text[]){__VA_ARGS__}) / sizeof(struct text)
#define GRAPHQL_NO_TEXTS NULL, 0

/* A message: each {} in it stands for the next of the texts. No text when out of memory. */
struct text graphql_message(struct arena *arena, const char *message, const struct text *texts,
                            size_t count);

/* Adds an error, and returns it for what else is to be said of it; NULL when out of memory or
 * beyond the limit. `code` is a constant such as "GRAPHQL_VALIDATION_FAILED", or NULL. */
struct graphql_error *graphql_error_add(struct graphql_errors *errors, const char *code,
                                        const char *message, const struct text *texts,
                                        size_t count);

/* Say where; nothing of an error that is NULL. */
void graphql_error_at(struct graphql_errors *errors, struct graphql_error *error,
                      struct graphql_place place);
void graphql_error_in(struct graphql_errors *errors, struct graphql_error *error,
                      const struct graphql_path *path);

/* extensions.code becomes that number, as Parse's codes are. */
void graphql_error_set_number(struct graphql_error *error, int number);

/* ".a[0].b": the way within a value, for a message. */
struct text graphql_print_path(struct arena *arena, const struct graphql_path *path);

/* Appends [{"message":...,"locations":[...],"path":[...],"extensions":{"code":...}},...]. */
void graphql_errors_write(struct buffer *json, const struct graphql_errors *errors);

#endif
