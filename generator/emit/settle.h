/* settle.h - what becomes of an emitted file once its text is complete.
 *
 * It is hashed and held against the folder. What the folder has already is left alone; what it has not
 * goes to a temporary file until the whole set is known. A folder that is not there yet needs no looking
 * at: its files go to the stage (stage.h). So a large tree is never in memory as a whole. */
#ifndef GENERATOR_EMIT_SETTLE_H
#define GENERATOR_EMIT_SETTLE_H

#include "base/buffer.h"
#include "emit/manifest.h"
#include "emit/output.h"
#include "emit/stage.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

enum file_state {
    FILE_FAILED,  /* cannot be read */
    FILE_MISSING, /* not on disk */
    FILE_SAME,    /* as this run emits it */
    FILE_STALE,   /* as an earlier run emitted it */
    FILE_FOREIGN  /* neither: somebody else's work */
};

struct emitted_file {
    const char *path;
    struct buffer buffer; /* nothing once it is settled, when the rest is known */
    char hash[MANIFEST_HASH_SIZE];
    size_t length;
    enum file_state state;
    off_t place; /* in the temporary file */
};

struct settling {
    enum output_purpose purpose;
    const char *folder;
    bool is_new;         /* there was no such folder */
    struct manifest old; /* of the folder */
    struct stage stage;  /* where the folder is not there yet */
    pthread_mutex_t mutex;
    FILE *aside; /* where it is, of what differs; NULL: nothing does so far */
    off_t aside_length;
    atomic_bool has_failed; /* and said so on standard error */
};

/* Looks at the folder, in which nothing is done yet. Memory for what stays is the arena's. */
void settle_begin(struct settling *settling, struct arena *arena, enum output_purpose purpose,
                  const char *folder);

/* Settles a file, unless something has failed. Threads may do so at the same time, each with an arena of
 * its own, which is cleared. */
void settle_file(struct settling *settling, struct arena *scratch, struct emitted_file *file);

/* Whether all files have been settled, and what was put aside is on disk. */
bool settle_finish(struct settling *settling);

/* What a path of the folder holds that the set has no file for. The arena is cleared. */
enum file_state settle_examine_orphan(const struct settling *settling, struct arena *scratch,
                                      const char *path);

/* The text of a file that was put aside, in the arena; NULL: it cannot be read. */
const char *settle_text(const struct settling *settling, struct arena *arena,
                        const struct emitted_file *file);

/* Lets go of the temporary file. */
void settle_end(struct settling *settling);

/* Says what errno says of a path; returns false. */
bool settle_report(const char *path);

#endif
