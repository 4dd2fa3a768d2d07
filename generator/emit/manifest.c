/* manifest.c - the list of emitted files and their hashes; see manifest.h. */
#include "emit/manifest.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { HASH_BYTES = 32, HASH_DIGITS = 2 * HASH_BYTES };
_Static_assert(HASH_DIGITS + 1 == MANIFEST_HASH_SIZE, "its digits and a NUL");

const char manifest_path[] = "GENERATED";

bool manifest_path_is_safe(const char *path)
{
    if (strcmp(path, manifest_path) == 0)
        return false;
    const char *part = path;
    for (const char *c = path;; c++) {
        if ((unsigned char)*c < 0x20 && *c != '\0')
            return false;
        if (*c == '\\' || *c == 0x7F)
            return false;
        if (*c == '/' || *c == '\0') {
            size_t length = (size_t)(c - part);
            if (length == 0 || strncmp(part, ".", length) == 0 || strncmp(part, "..", length) == 0)
                return false;
            part = c + 1;
        }
        if (*c == '\0')
            return true;
    }
}

void manifest_hash_into(char digits[MANIFEST_HASH_SIZE], const char *bytes, size_t length)
{
    unsigned char hash[HASH_BYTES];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)bytes, length, NULL, 0);
    sodium_bin2hex(digits, MANIFEST_HASH_SIZE, hash, sizeof hash);
}

const char *manifest_hash(struct arena *arena, const char *bytes, size_t length)
{
    char *digits = arena_alloc(arena, MANIFEST_HASH_SIZE);
    manifest_hash_into(digits, bytes, length);
    return digits;
}

static int compare_lines(const void *a, const void *b)
{
    const struct manifest_line *left = a;
    const struct manifest_line *right = b;
    int order = strcmp(left->path, right->path);
    return order != 0 ? order : strcmp(left->hash, right->hash);
}

void manifest_render(struct buffer *buffer, const struct manifest *manifest)
{
    for (size_t i = 0; i < manifest->count; i++) {
        const struct manifest_line *line = &manifest->lines[i];
        if (i == 0 || compare_lines(line, &manifest->lines[i - 1]) != 0)
            buffer_printf(buffer, "%s  %s\n", line->hash, line->path);
    }
}

bool manifest_parse(struct arena *arena, char *text, size_t length, struct manifest *manifest)
{
    size_t capacity = 1;
    for (size_t i = 0; i < length; i++)
        capacity += text[i] == '\n';
    manifest->lines = arena_alloc_array(arena, capacity, sizeof *manifest->lines);
    manifest->count = 0;
    for (char *end; length > 0; length -= (size_t)(end + 1 - text), text = end + 1) {
        end = memchr(text, '\n', length);
        if (!end || end - text < HASH_DIGITS + 3 || memchr(text, '\0', (size_t)(end - text)) ||
            strspn(text, "0123456789abcdef") != HASH_DIGITS ||
            strncmp(text + HASH_DIGITS, "  ", 2) != 0)
            return false;
        *end = '\0';
        text[HASH_DIGITS] = '\0';
        const char *path = text + HASH_DIGITS + 2;
        if (!manifest_path_is_safe(path))
            return false;
        manifest->lines[manifest->count++] = (struct manifest_line){path, text};
    }
    qsort(manifest->lines, manifest->count, sizeof *manifest->lines, compare_lines);
    return true;
}

/* The first line with a path that is not before this one. */
static size_t manifest_position(const struct manifest *manifest, const char *path)
{
    size_t low = 0;
    size_t high = manifest->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(manifest->lines[middle].path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool manifest_has_path(const struct manifest *manifest, const char *path)
{
    size_t i = manifest_position(manifest, path);
    return i < manifest->count && strcmp(manifest->lines[i].path, path) == 0;
}

bool manifest_has_hash(const struct manifest *manifest, const char *path, const char *hash)
{
    for (size_t i = manifest_position(manifest, path);
         i < manifest->count && strcmp(manifest->lines[i].path, path) == 0; i++)
        if (strcmp(manifest->lines[i].hash, hash) == 0)
            return true;
    return false;
}

bool manifest_equal(const struct manifest *a, const struct manifest *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (compare_lines(&a->lines[i], &b->lines[i]) != 0)
            return false;
    return true;
}

struct manifest manifest_union(struct arena *arena, const struct manifest *a,
                               const struct manifest *b)
{
    struct manifest both = {arena_alloc_array(arena, a->count + b->count + 1, sizeof *both.lines),
                            0};
    for (size_t i = 0; i < a->count; i++)
        both.lines[both.count++] = a->lines[i];
    for (size_t i = 0; i < b->count; i++)
        both.lines[both.count++] = b->lines[i];
    qsort(both.lines, both.count, sizeof *both.lines, compare_lines);
    return both;
}
