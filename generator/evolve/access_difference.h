/* access_difference.h - what an edit opens and what it closes: by class, by who, by operation, and by
 * which rows.
 *
 * Both models' rules are judged over the same made-up rows by the judge that never sees SQL
 * (emit/tests/access_judge.h); each cell that comes out differently is told by the rules that make the
 * difference. A wording that changes and opens nothing is no difference. Class-level permissions are
 * compared as they are stated, too (permission_difference.h), and so are rules of which no row tells
 * (rule_difference.h) and by what an assignment counts (in_force_difference.h). */
#ifndef GENERATOR_EVOLVE_ACCESS_DIFFERENCE_H
#define GENERATOR_EVOLVE_ACCESS_DIFFERENCE_H

#include "base/vector.h"
#include "model/model.h"

struct access_difference {
    const char *class_name; /* NULL: it is about no class */
    const char *who;        /* "providers"; NULL: it is about nobody in particular */
    const char *operation;  /* "update"; of a rule of which no row tells, its kind: "audit" */
    const char *text;       /* "providers may now update LabResult: all" */
    const struct model_rule *rule; /* of what opens: a rule of now that opens it, or NULL */
    const char *was; /* the sentence of then that kept it, where one is known; or NULL */
};

struct access_differences {
    struct vector opened; /* of struct access_difference */
    struct vector closed;
};

void access_differences_find(struct access_differences *differences, struct arena *arena,
                             const struct model *before, const struct model *after);

#endif
