/* steps_sqlite.h - a migration's steps as statements of SQLite (3.40). */
#ifndef GENERATOR_EVOLVE_STEPS_SQLITE_H
#define GENERATOR_EVOLVE_STEPS_SQLITE_H

#include "emit/schema_sql.h"
#include "evolve/steps.h"

/* Appends the statements of each step (struct step) in order. */
void steps_to_sqlite(struct sql_statements *statements, const struct vector *steps);

#endif
