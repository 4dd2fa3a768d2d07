/* build.h - from syntax trees to the model. */
#ifndef GENERATOR_BUILD_H
#define GENERATOR_BUILD_H

#include "base/diag.h"
#include "model/model.h"
#include "read/ast.h"

/* What a model is called, and what holds where the inputs say nothing. */
struct build_options {
    const char *name;
    const char *title;
    enum access_default access;
    const char *sample_json;                  /* or NULL */
    const char *hooks_c;                      /* or NULL */
    const struct model_migration *migrations; /* the app's history; NULL: it has none yet */
    size_t migration_count;
    const struct model *former; /* of the last migration: what databases have; or NULL */
};

struct draft;

/* Merges the trees, of which one may be NULL, and reads the spec's prose (prose/reading.h). */
struct draft *model_read(struct diag *diag, const struct ast *schema, const struct ast *spec);

/* Merges and checks the trees, of which one may be NULL. Returns NULL when there is an error among
 * the diagnostics, also when it was there before. */
const struct model *model_build(struct diag *diag, const struct build_options *options,
                                const struct ast *schema, const struct ast *spec);

#endif
