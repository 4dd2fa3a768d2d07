/* stage.h - a folder that is made beside the one it is to become, and gets its name when it is complete.
 *
 * Nobody sees it before that, so its files need neither a temporary name nor a look at what is there. */
#ifndef GENERATOR_EMIT_STAGE_H
#define GENERATOR_EMIT_STAGE_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

struct stage {
    const char *path; /* NULL: there is none, or no longer */
    int descriptor;
};

/* Makes a new folder beside this one, and the folders above; what runs that were cut off left there goes (stage_sweep.h).
 * Returns false with errno set. */
bool stage_open(struct stage *stage, struct arena *arena, const char *folder);

/* Writes a file into it, and makes the folders above that file. Returns false with errno set. Threads may
 * do so at the same time. */
bool stage_write(const struct stage *stage, const char *path, const char *bytes, size_t length);

/* Gives it the folder's name. Returns false with errno set, and then it is still beside it. */
bool stage_publish(struct stage *stage, const char *folder);

/* Removes a file from it, and then the folders above that this empties. */
void stage_remove(const struct stage *stage, const char *path);

/* Removes the folder itself, which is empty. */
void stage_drop(struct stage *stage);

#endif
