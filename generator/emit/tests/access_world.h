/* access_world.h - a small world in which every rule has something to open and something to keep
 * shut: the users and the rows that the access tests of a server are about.
 *
 * For each class and each kind of user there is a row in every relation that the model knows: their
 * own, of somebody assigned, of an assignment that has ended, shared, shared until yesterday, of
 * nobody they have to do with; each once for every value that a rule asks about. access_judge.h says
 * what is right in this world; neither looks at the SQL of the rules. */
#ifndef GENERATOR_EMIT_TESTS_ACCESS_WORLD_H
#define GENERATOR_EMIT_TESTS_ACCESS_WORLD_H

#include "base/map.h"
#include "base/vector.h"
#include "model/in_force.h"
#include "model/model.h"

enum access_value_kind {
    VALUE_UNSET,
    VALUE_USER,
    VALUE_ROW,
    VALUE_TEXT,   /* of a String, a Number or a Boolean, as rules write it */
    VALUE_WORDS,  /* of an Array: one word, or none */
    VALUE_PAST,   /* a Date */
    VALUE_FUTURE, /* a Date */
    VALUE_ANY     /* whatever fits the field: the runner makes it up */
};

struct access_value {
    enum access_value_kind kind;
    size_t index;     /* of the user or the row */
    const char *text; /* VALUE_TEXT, and VALUE_WORDS with NULL for none */
};

/* The first users are those whose requests are tried: nobody (who is not signed in), a stranger, one
 * for each role, and the master key. Those after them are only pointed at. */
struct access_user {
    const char *name;
    const struct model_role *role; /* NULL: none */
};

enum { ACCESS_NOBODY, ACCESS_STRANGER, ACCESS_FIRST_ROLE };

enum { ACL_NONE = -1 };

struct access_row {
    const struct model_class *class;
    size_t number;
    const char *relation; /* to the user `of`; NULL: it is only there to be pointed at */
    size_t of;
    int acl_user;                /* the only one whom its ACL lets in; ACL_NONE: it has no ACL */
    struct access_value *values; /* one for each field of the class */
    struct vector links; /* of struct access_row: the assignments and grants that lead to it */
};

/* A change that is tried on the rows of a class. */
struct access_change {
    const char *name;                /* "status to read" */
    const struct model_field *field; /* NULL: the ACL */
    struct access_value value;
};

/* A class, its rows, and what is tried with them. */
struct access_class {
    const struct model_class *model;
    struct vector rows;              /* of struct access_row */
    struct vector changes;           /* of struct access_change */
    const struct model_field *plain; /* a field that no rule asks about, or NULL */
    struct vector asked;             /* of struct access_question: what rules ask of its rows */
    bool is_unjudged;                /* no row of it can be made for a test */
    bool is_kept_by_server;          /* its one row stands for those that the server makes */
};

/* A field that rules ask about, and the values that make a difference. */
struct access_question {
    const struct model_field *field;
    struct vector values; /* of const char; NULL: not set */
};

struct access_world {
    struct arena *arena;
    const struct model *model;
    struct in_force_terms assigned; /* what has to hold of an assignment, so that it counts */
    struct vector users;            /* of struct access_user */
    size_t principal_count;
    size_t outsider;       /* has rows, and nothing to do with those who ask */
    size_t another;        /* the same, to give rows away to */
    struct vector classes; /* of struct access_class: those of the app, in the model's order */
    struct map class_of;   /* name -> struct access_class */
    struct vector rows;    /* of struct access_row; each stands after those that it points at */
    struct map made;       /* what a row was made for -> struct access_row or struct access_user */
};

struct access_world *access_world_new(struct arena *arena, const struct model *model);

/* Which field of its class it is. */
size_t access_field_index(const struct model_class *class, const struct model_field *field);

static inline struct access_value *access_value_of(const struct access_row *row,
                                                   const struct model_field *field)
{
    return &row->values[access_field_index(row->class, field)];
}

static inline const struct access_user *access_user_at(const struct access_world *world, size_t i)
{
    return world->users.items[i];
}

static inline struct access_row *access_row_at(const struct access_world *world, size_t i)
{
    return world->rows.items[i];
}

/* The rows of a class; none when it is not one of the app's. */
const struct vector *access_rows_of(const struct access_world *world,
                                    const struct model_class *class);

/* Where a path leads from a row. */
struct access_value access_follow(const struct access_world *world, const struct access_row *row,
                                  const struct model_path *path);

/* Whether both are set, to one user or one row. */
bool access_same(struct access_value one, struct access_value other);

bool access_is_user(struct access_value value, size_t user);

/* The name of a way: "patient.user". */
const char *access_path_text(struct arena *arena, const struct model_path *path);

#endif
