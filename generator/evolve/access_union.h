/* access_union.h - two models laid over each other: a united model has the classes and fields of both,
 * each once, under the names of now, and what either says of them can be put in force. */
#ifndef GENERATOR_EVOLVE_ACCESS_UNION_H
#define GENERATOR_EVOLVE_ACCESS_UNION_H

#include "base/map.h"
#include "base/vector.h"
#include "model/model.h"

/* What one model says of a class of the united one. */
struct view_class {
    bool is_there;
    struct model_class says; /* rules, permissions and flags; its fields are the united class's */
};

struct view {
    enum access_default access;
    struct view_class *classes; /* one for each class of the united model */
    struct map names;           /* this model's name of a class -> the united class */
};

struct union_of {
    struct arena *arena;
    const struct model *models[2]; /* before, after */
    struct view views[2];
    struct model *model;
    struct model_class **classes;
    struct vector roles; /* of struct model_role: equal ones are one */
};

enum { BEFORE, AFTER };

/* Makes all->model of all->models. */
void access_union_make(struct union_of *all);

/* The united class of that side's name; NULL when the side has none. */
struct model_class *access_union_class(const struct union_of *all, int side, const char *name);

/* Whether both models have the united class. */
bool access_union_has_both(const struct union_of *all, const struct model_class *class);

/* Puts what one of the models says in force, or the rules of both, for the making of the world. */
void access_union_use(struct union_of *all, int side);
void access_union_use_both(struct union_of *all);

#endif
