/* evolve_commands.h - `caregen diff` and `caregen migrate`: what an edit of the inputs changes, and the
 * migration that takes databases along. */
#ifndef GENERATOR_EVOLVE_COMMANDS_H
#define GENERATOR_EVOLVE_COMMANDS_H

#include "emit/output.h"
#include "pipeline.h"

/* caregen diff: says what changed since the last migration; with --fail-on it is a fault that something
 * opens, breaks clients, or loses data. */
enum exit_status run_diff(const struct cli_options *options, struct arena *arena);

/* caregen migrate: writes the next migration and the lock. */
enum exit_status run_migrate(const struct cli_options *options, struct arena *arena);

/* Writes the migration that makes the tables, and the lock, into the history's folder. */
enum exit_status write_first_migration(const struct pipeline *pipeline, const char *name);

/* Reports a model that differs from its lock so that the database has to follow. False when it does. */
bool check_migrated(struct pipeline *pipeline);

/* Reports what the model opens beside its lock, as warnings; without a history beside the lock of the tree that is
 * there to be emitted anew. */
void check_opened(struct pipeline *pipeline);

/* Adds that lock to a tree, where a prompt has no history. */
void emit_lock(const struct pipeline *pipeline, struct output *output);

#endif
