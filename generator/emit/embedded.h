/* embedded.h - the files of templates/runtime and templates/text, carried inside the program.
 *
 * The Makefile turns them into build/embedded_files.c, so that caregen works from any folder. */
#ifndef GENERATOR_EMIT_EMBEDDED_H
#define GENERATOR_EMIT_EMBEDDED_H

#include <stddef.h>

struct embedded_file {
    const char *path;  /* below templates/: "runtime/base/buffer.h" */
    const char *bytes; /* NUL-terminated, the NUL not counted */
    size_t length;
};

/* Sorted by path. */
extern const struct embedded_file embedded_files[];
extern const size_t embedded_file_count;

/* The file with that path, or NULL. */
const struct embedded_file *embedded_find(const char *path);

#endif
