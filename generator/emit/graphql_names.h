/* graphql_names.h - what the GraphQL schema calls classes and what is done with them, as parse-server
 * does (src/GraphQL): PatientProfile, patientProfile, patientProfiles, createPatientProfile. */
#ifndef GENERATOR_EMIT_GRAPHQL_NAMES_H
#define GENERATOR_EMIT_GRAPHQL_NAMES_H

#include "base/map.h"
#include "model/model.h"

struct graphql_names {
    const struct model_class *class;
    const char *type;              /* "PatientProfile"; no other type of the schema has it */
    const char *get;               /* "patientProfile" */
    const char *find;              /* "patientProfiles" */
    bool mutates[OPERATION_TOTAL]; /* whether there is a create, update, delete */
    bool is_live;                  /* whether there is a subscription, called as `find` is */
};

/* All of a schema. */
struct graphql_naming {
    const struct graphql_names *classes; /* in the model's order */
    struct map by_class;                 /* by their names on the wire */
};

struct graphql_naming graphql_naming(struct arena *arena, const struct model *model);

/* The names of one class. */
const struct graphql_names *graphql_names_of(const struct graphql_naming *naming,
                                             const struct model_class *class);

/* What the type of a class's objects is called. */
const char *graphql_type_of(const struct graphql_naming *naming, const struct model_class *class);

/* Whether a field can have its name in the schema: "id" and those of every object are taken. */
bool graphql_has_name(const char *name);

#endif
