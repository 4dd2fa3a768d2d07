/* manifest.h - the list GENERATED: a hash for each emitted file.
 *
 * A line is "HASH  path", sorted by path: the form that `b2sum --check GENERATED` reads. The hash
 * is BLAKE2b with 256 bits, in lower-case hexadecimal digits. One path may have several lines,
 * while a commit is under way: the file may then be any of them. */
#ifndef GENERATOR_EMIT_MANIFEST_H
#define GENERATOR_EMIT_MANIFEST_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>

/* The digits of a hash, and a NUL. */
enum { MANIFEST_HASH_SIZE = 65 };

/* The manifest's own path, which it never lists. */
extern const char manifest_path[];

struct manifest_line {
    const char *path;
    const char *hash;
};

struct manifest {
    struct manifest_line *lines; /* sorted */
    size_t count;
};

/* Whether a path may stand in a manifest: it stays below the folder ("a/b.c", no "..", no empty
 * part), is not the manifest's own, and has no byte that a line cannot hold. */
bool manifest_path_is_safe(const char *path);

/* The hash of some bytes, in the arena; and the same where it is to be. sodium_init() must have been
 * called. */
const char *manifest_hash(struct arena *arena, const char *bytes, size_t length);
void manifest_hash_into(char digits[MANIFEST_HASH_SIZE], const char *bytes, size_t length);

/* Splits a manifest's text, which it keeps and writes NULs into; false when it is malformed. */
bool manifest_parse(struct arena *arena, char *text, size_t length, struct manifest *manifest);

/* Appends the text of a manifest. */
void manifest_render(struct buffer *buffer, const struct manifest *manifest);

bool manifest_has_path(const struct manifest *manifest, const char *path);
bool manifest_has_hash(const struct manifest *manifest, const char *path, const char *hash);

/* Whether both list the same files with the same hashes. */
bool manifest_equal(const struct manifest *a, const struct manifest *b);

/* The lines of both. */
struct manifest manifest_union(struct arena *arena, const struct manifest *a,
                               const struct manifest *b);

#endif
