/* history.h - an app's migrations as the team commits them: schema.lock.json beside its inputs, and
 * migrations/NNNN_name.sql.
 *
 *     -- 0002_add_notes
 *     -- after 7c0e4d...   the hash of the migration before it: so files form a chain, as commits do
 *
 *     -- Visit.notes is new, a String
 *     ALTER TABLE "Visit" ADD COLUMN "notes" TEXT;
 *
 * A statement ends with a semicolon at the end of a line that a blank line, or the end, follows. The
 * lock says how many there are and what the last one's hash is. Two branches that both went on from one
 * migration leave two files with one number, or a lock that fits neither; history_read() says so. */
#ifndef GENERATOR_EVOLVE_HISTORY_H
#define GENERATOR_EVOLVE_HISTORY_H

#include "base/diag.h"
#include "base/vector.h"
#include "emit/schema_sql.h"
#include "evolve/lock.h"

struct migration_file {
    struct model_migration migration;
    const char *path;  /* "schemas/trial/migrations/0002_add_notes.sql" */
    const char *bytes; /* of the whole file */
    const char *hash;
    const char *after; /* what it says of the one before; "" when it says nothing */
};

struct history {
    const char *folder;      /* where the lock is */
    const struct lock *lock; /* NULL: there is none yet */
    struct vector files;     /* of struct migration_file, by number and name */
};

/* Reads the lock and the migrations of a folder, and reports what does not fit. With `loose`, files and
 * a lock that do not follow from each other are no fault (for --rebase). False when there is one. */
bool history_read(struct history *history, struct diag *diag, const char *folder, bool loose);

/* The migrations as the model carries them, for the emitters. */
const struct model_migration *history_migrations(const struct history *history,
                                                 struct arena *arena);

/* The text of a migration file. */
const char *history_render(struct arena *arena, unsigned number, const char *name,
                           const char *after, const struct sql_statements *statements);

/* Whether a file's text is read as the statements that it was made of: a name or a value in one of them
 * might end it. */
bool history_reads_as(struct arena *arena, const char *text,
                      const struct sql_statements *statements);

/* The paths of the lock and of a migration. */
const char *history_lock_path(struct arena *arena, const char *folder);
const char *history_path(struct arena *arena, const char *folder, unsigned number,
                         const char *name);

/* Whether a migration may be called so: letters, digits and '_'. */
bool history_is_name(const char *name);

#endif
