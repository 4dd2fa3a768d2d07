/* plan.h - what an operation asks of objects, connections and viewers, made out once for all of them at one
 * place of the document: then rows are read for all at once, a statement a place (fetch.h), and written
 * (output.h). */
#ifndef RUNTIME_RESOLVE_PLAN_H
#define RUNTIME_RESOLVE_PLAN_H

#include "graphql/collect.h"
#include "read/row_taker.h"
#include "resolve/resolve.h"

/* What the functions of this room need of an operation, for one field of its root. */
struct run {
    const struct resolve *resolve;
    const struct graphql_validation *validation;
    const struct graphql_variables *variables;
    struct request *request; /* the part that reads: parts.h */
    struct graphql_errors *errors;
};

/* An object that has been read. Its members hold what somebody asked for. */
struct node {
    const struct class *class;
    void *object; /* the class's struct */
    struct shown_row found;
};

/* Rows that one statement has read. */
struct node_list {
    struct node **nodes;
    size_t count;
    size_t capacity;
};

struct object_plan;
struct connection_plan;

/* A member of the answer for an object. */
struct member {
    struct text name;
    const struct graphql_collected *collected;
    const struct class_field *field; /* of RESOLVE_FIELD */
    struct graphql_collected
        *below;                 /* of a value with fields of its own: a File, a GeoPoint, an ACL */
    struct object_plan *target; /* of a Pointer */
    struct object_plan **elements;      /* of an Array: by the places of app.graphql's classes */
    struct connection_plan *connection; /* of a Relation */
    struct graphql_names found; /* what was read for it: of a Pointer and an Array nodes by their
                                           class and id, of a Relation connections by the owner's id */
    struct parse_error error;   /* why nothing was read, where that was refused */
    struct member *next;
};

struct object_plan {
    const struct class *class;
    const struct graphql_type *type;
    struct member *members;
};

/* A member of a connection or an edge. */
struct connection_member {
    struct text name;
    const struct graphql_collected *collected;
    struct connection_member *below;   /* of edges */
    struct graphql_collected *details; /* of pageInfo */
    struct object_plan *node;          /* of an edge's node */
    struct connection_member *next;
};

struct connection_plan {
    const struct class *class;
    const struct graphql_type *type;
    struct connection_member *members;
    const cJSON *where;                        /* in the query language of REST, or NULL */
    struct text order;                         /* the same, or no text */
    const struct graphql_collected *collected; /* what asks for it, and has the arguments */
    const struct graphql_coerced *arguments;
    bool wants_rows;
    bool wants_count; /* or whether there are more */
};

/* One that has been read. */
struct connection {
    struct node_list list;
    int64_t skip;
    int64_t count;
    bool has_count;
    bool damaged; /* a row cannot be read, and is not in the list */
    struct parse_error error;
};

/* Which member is what: belongings.number of its field, or RESOLVE_NOTHING for __typename. */
static inline int resolve_kind_of(const struct graphql_collected *collected)
{
    return collected->field->belongings.number;
}

/* Make out what a collected field asks of objects of the class, or of a connection of such. NULL, with an
 * error in the run's list or its request failed, when that cannot be. */
struct object_plan *plan_object(struct run *run, const struct class *class,
                                const struct graphql_collected *field);
struct connection_plan *plan_connection(struct run *run, const struct class *class,
                                        const struct graphql_collected *field,
                                        const struct graphql_path *path);

/* Marks in columns[], a byte for each field of the class, what the plan looks at. */
void plan_mark_columns(const struct object_plan *plan, unsigned char *columns);

#endif
