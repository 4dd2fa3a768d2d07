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
    struct text
        code; /* extensions.code as JSON (a string with quotes, or a number); no text: none */
    struct graphql_error *next;
};

struct graphql_errors {
    struct arena *arena;
    struct graphql_error *first;
    struct graphql_error **end;
    size_t count;
    size_t limit; /* of how many are kept; 0: all */
    bool full;    /* one more than the limit came */
};

/* No error yet. What comes after `limit` errors is counted and not kept. */
void graphql_errors_init(struct graphql_errors *errors, struct arena *arena, size_t limit);

/* Add an error, and return it for what else is to be said of it; NULL when out of memory or beyond
 * the limit. `code` is a constant such as "GRAPHQL_VALIDATION_FAILED", or NULL. */
struct graphql_error *graphql_error_add(struct graphql_errors *errors, const char *code,
                                        struct graphql_place place, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
struct graphql_error *graphql_error_add_text(struct graphql_errors *errors, const char *code,
                                             struct text message);

/* Say where; of an error that is NULL nothing. */
void graphql_error_at(struct graphql_errors *errors, struct graphql_error *error,
                      struct graphql_place place);
void graphql_error_in(struct graphql_errors *errors, struct graphql_error *error,
                      const struct graphql_path *path);

/* extensions.code becomes that number, as Parse's codes are. */
void graphql_error_set_number(struct graphql_errors *errors, struct graphql_error *error, int code);

/* Appends [{"message":...,"locations":[...],"path":[...],"extensions":{"code":...}},...]. */
void graphql_errors_write(struct buffer *json, const struct graphql_errors *errors);

#endif
