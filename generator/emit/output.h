/* output.h - the files of one emitted tree, and the folder that they are for.
 *
 * Emitters add files; output_commit() then brings the folder in line with them: changed files are
 * replaced, unchanged ones are left alone (their modification time stays), files that an earlier
 * run emitted and this one did not are deleted, and a file that somebody edited by hand since then
 * stops the whole commit. A folder that is not there yet comes into being as a whole. The manifest
 * GENERATED holds a hash for each emitted file. */
#ifndef GENERATOR_EMIT_OUTPUT_H
#define GENERATOR_EMIT_OUTPUT_H

#include "base/arena.h"
#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>

struct output;

/* What is to become of the files. */
enum output_purpose {
    OUTPUT_LIST,    /* output_list(); there is no folder */
    OUTPUT_COMPARE, /* output_compare() */
    OUTPUT_COMMIT   /* output_commit() */
};

/* Starts an empty set of files, which output_release() ends. */
struct output *output_new(struct arena *arena, enum output_purpose purpose, const char *folder);

/* Adds a file by its path below the emitted folder, given as to printf ("classes/%s.c", name), and
 * returns the buffer to render it into. Adding a path twice, or one that leads out of the folder,
 * is a fault in an emitter and ends the process. */
struct buffer *output_file(struct output *output, const char *path_format, ...)
    __attribute__((format(printf, 2, 3)));

/* Says that an emitter's files are complete: they are settled (settle.h), and what it allocated from their
 * arenas is let go of. */
void output_end_emitter(struct output *output);

/* A second set, for another thread to add files to at the same time, and to end its emitters. When that
 * thread has ended, output_join() takes its files over. */
struct output *output_beside(struct output *output);
void output_join(struct output *output);

/* Ends the set. A new folder that was not committed is removed. */
void output_release(struct output *output);

enum output_result {
    OUTPUT_OK,
    OUTPUT_DRIFT, /* output_compare: the folder differs; output_commit: edited by hand */
    OUTPUT_FAILED /* reading or writing failed; a message went to standard error */
};

/* Brings the folder in line with the set. Reports hand-edited files on standard error. */
enum output_result output_commit(struct output *output);

/* Says on standard output which files in the folder differ from the set; writes nothing. */
enum output_result output_compare(struct output *output);

/* Appends the manifest of the set, a line "HASH  path" for each file. Returns false when hashing is
 * not to be had. */
bool output_list(struct output *output, struct buffer *out);

#endif
