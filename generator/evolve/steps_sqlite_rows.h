/* steps_sqlite_rows.h - the steps that change rows, or ask something of them, as statements of SQLite. */
#ifndef GENERATOR_EVOLVE_STEPS_SQLITE_ROWS_H
#define GENERATOR_EVOLVE_STEPS_SQLITE_ROWS_H

#include "evolve/step_writer.h"

/* Each writes the step of its name (steps.h). */
void sqlite_convert(struct step_writer *writer);
void sqlite_convert_using(struct step_writer *writer);
void sqlite_fill(struct step_writer *writer);
void sqlite_seal(struct step_writer *writer);
void sqlite_unseal(struct step_writer *writer);
void sqlite_append_versions(struct step_writer *writer);
void sqlite_add_versions(struct step_writer *writer);
void sqlite_ask_missing(struct step_writer *writer);
void sqlite_ask_values(struct step_writer *writer);
void sqlite_ask_target(struct step_writer *writer);
void sqlite_ask_unique(struct step_writer *writer);

#endif
