/* steps.h - what a migration does, step by step, for any database.
 *
 * steps_plan() turns two models into steps in the order in which they are to be taken: what hangs on
 * columns goes first, then tables and columns change, rows are converted and filled, questions are
 * asked of them, and what hangs on columns comes last. Nothing here knows an engine: steps_sqlite.c
 * turns steps into SQLite's SQL, and a second database is a second file beside it.
 *
 * Nothing is deleted. A column or table that goes is kept under a retired name, which no class or field
 * can have, until `caregen migrate --purge` writes a migration that drops it. */
#ifndef GENERATOR_EVOLVE_STEPS_H
#define GENERATOR_EVOLVE_STEPS_H

#include "evolve/difference.h"

enum step_kind {
    /* What hangs on columns: indexes, indexes of words, and the view of the audit trail. */
    STEP_DROP_HANGER,
    STEP_ADD_HANGER,
    /* Tables. */
    STEP_ADD_CLASS,       /* class */
    STEP_RENAME_CLASS,    /* former -> class */
    STEP_RETIRE_CLASS,    /* former -> retired */
    STEP_ADD_VERSIONS,    /* class: the table, and a first version of each row */
    STEP_RETIRE_VERSIONS, /* class */
    STEP_ADD_JOIN,        /* class, field */
    STEP_RENAME_JOIN,     /* former, was -> class, field */
    STEP_RETIRE_JOIN,     /* former, was */
    /* Columns, of the class's table and of its versions. */
    STEP_ADD_COLUMN,    /* class, field */
    STEP_RENAME_COLUMN, /* class, was -> field; by way of `retired` where names change places: then
                            there are two steps, the second without was */
    STEP_RETIRE_COLUMN, /* class, was */
    STEP_DROP_PLAIN,    /* class, was: a retired column whose plain values are encrypted now */
    /* Rows. */
    STEP_CONVERT, /* class, field: from the retired column of was, by text, where it stands for %s */
    STEP_CONVERT_USING, /* the same, by the user's text, where it has the name of was */
    STEP_FILL,          /* class, field: text where it has no value */
    STEP_SEAL,          /* class, field: from the retired column of was */
    STEP_UNSEAL,
    STEP_APPEND_VERSIONS, /* class: a version of each row, whose values have changed */
    /* Questions, which refuse the migration when rows answer them. */
    STEP_ASK_MISSING, /* class, field */
    STEP_ASK_VALUES,  /* class, field */
    STEP_ASK_TARGET,  /* class, field */
    STEP_ASK_UNIQUE,  /* class, field or index */
    STEP_PURGE        /* retired: a column of the class, or a table where there is no class */
};

enum hanger_kind { HANGER_FIELD_INDEX, HANGER_INDEX, HANGER_WORDS, HANGER_TRAIL };

/* Something that hangs on columns of a class. */
struct hanger {
    enum hanger_kind kind;
    const struct model_class *class;
    const struct model_field *field; /* HANGER_FIELD_INDEX, HANGER_WORDS */
    const struct model_index *index; /* HANGER_INDEX */
};

struct step {
    enum step_kind kind;
    const struct model_class *class;
    const struct model_class *former;
    const struct model_field *field;
    const struct model_field *was;
    const struct hanger *hanger;
    const char *text;    /* an expression, or what the kind says */
    const char *retired; /* the name under which something is kept */
    const char *why;     /* for a comment: what the difference says */
};

/* What the user says about rows: 'Class.field=EXPRESSION', several separated by ';'. */
struct step_options {
    const char *fill;
    const char *using;
};

/* Plans the steps from one model to the next, of the migration with the number. Adds to `problems`
 * (of const struct difference) what is still to be said by the user; the steps are of no use then. Returns a vector of
 * struct step. */
struct vector *steps_plan(const struct differences *differences, unsigned number,
                          const struct step_options *options, struct vector *problems);

/* Notes in the model of now what the steps leave behind: retired fields of versions, and the columns and
 * tables that are kept until they are purged. */
void steps_note(const struct differences *differences, const struct vector *steps, unsigned number);

/* The steps that drop what earlier migrations kept, which the model then no longer notes. The versions'
 * columns stay: signatures are over them. */
struct vector *steps_purge(struct arena *arena, const struct model *model);

/* The name that something which goes is kept under: "_Retired:3:notes". */
const char *steps_retired_name(struct arena *arena, unsigned number, const char *name);
bool steps_is_retired_name(const char *name);

#endif
