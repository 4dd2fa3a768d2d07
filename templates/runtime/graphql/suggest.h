/* suggest.h - "Did you mean ...?", where a name is not found. */
#ifndef RUNTIME_GRAPHQL_SUGGEST_H
#define RUNTIME_GRAPHQL_SUGGEST_H

#include "graphql/error.h"

/* Names that might have been meant: name(list, i) is the one at i, which is below `count`. */
struct graphql_options {
    const void *list;
    size_t count;
    struct text (*name)(const void *list, size_t i);
};

/* " Did you mean PREFIX"a" or "b"?", of the options that are written much like the name; an empty
 * text when there is none, when the request has had enough of them, or when out of memory. */
struct text graphql_suggest(struct graphql_errors *errors, const char *prefix, struct text name,
                            const struct graphql_options *options);

/* The same words about names that the caller has chosen. */
struct text graphql_did_you_mean(struct arena *arena, const char *prefix, const struct text *names,
                                 size_t count);

#endif
