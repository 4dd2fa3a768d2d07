/* step_writer.h - what the functions that turn a step into statements share. */
#ifndef GENERATOR_EVOLVE_STEP_WRITER_H
#define GENERATOR_EVOLVE_STEP_WRITER_H

#include "emit/schema_sql.h"
#include "evolve/steps.h"

struct step_writer {
    struct sql_statements *statements;
    struct arena *arena;
    const struct step *step;
};

/* Texts in SQL: a name, and a value. */
const char *sql_name(struct arena *arena, const char *name);
const char *sql_text(struct arena *arena, const char *text);

/* Adds a statement, with what the step is for above it. */
void step_say(struct step_writer *writer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The quoted name of the table of the step's class, and of a class's versions. */
const char *step_table(struct step_writer *writer);
const char *step_versions(struct step_writer *writer, const struct model_class *class);

/* Whether the class had versions, and has them still, so that their table changes as well. */
bool step_has_versions(const struct step *step);

#endif
