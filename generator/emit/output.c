/* output.c - the set of emitted files, and bringing a folder in line with it; see output.h.
 *
 * The manifest GENERATED has a line for each file, "HASH  path" sorted by path: the form that
 * `b2sum --check GENERATED` reads. The hash is BLAKE2b with 256 bits.
 *
 * A commit looks at everything before it writes anything. From the first write to the last, the
 * manifest on disk lists both the old and the new files, so that a commit which is cut off leaves
 * only files that the next one knows as its own. The final manifest is written last. */
#include "emit/output.h"

#include "base/file.h"

#include <errno.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HASH_BYTES = 32, HASH_DIGITS = 2 * HASH_BYTES };

static const char manifest_path[] = "GENERATED";

struct emitted_file {
    const char *path;
    struct buffer buffer;
};

/* A line of a manifest. */
struct manifest_line {
    const char *path;
    const char *hash; /* HASH_DIGITS lower-case digits */
};

struct manifest {
    struct manifest_line *lines;
    size_t count;
};

struct output {
    struct arena *arena;
    struct emitted_file **files; /* sorted by path once finish() has run */
    size_t count;
    size_t capacity;
    struct manifest manifest; /* of the files; set by finish() */
};

struct output *output_new(struct arena *arena)
{
    struct output *output = arena_alloc(arena, sizeof *output);
    output->arena = arena;
    return output;
}

static void bug(const char *what, const char *path)
{
    fprintf(stderr, "caregen: BUG: %s: %s\n", what, path);
    exit(3);
}

/* Whether the path stays below the folder and fits a manifest: "a/b.c", no "..", no empty part. */
static bool path_is_safe(const char *path)
{
    const char *part = path;
    for (const char *c = path;; c++) {
        if ((unsigned char)*c < 0x20 && *c != '\0') {
            return false;
        }
        if (*c == '\\' || *c == 0x7F) {
            return false;
        }
        if (*c == '/' || *c == '\0') {
            size_t length = (size_t)(c - part);
            if (length == 0 || strncmp(part, ".", length) == 0 ||
                strncmp(part, "..", length) == 0) {
                return false;
            }
            part = c + 1;
        }
        if (*c == '\0') {
            return true;
        }
    }
}

struct buffer *output_file(struct output *output, const char *path_format, ...)
{
    if (output->count == output->capacity) {
        output->capacity = output->capacity == 0 ? 64 : output->capacity * 2;
        struct emitted_file **files =
            arena_alloc_array(output->arena, output->capacity, sizeof(*files));
        if (output->count > 0) {
            memcpy(files, output->files, output->count * sizeof(*files));
        }
        output->files = files;
    }
    struct emitted_file *file = arena_alloc(output->arena, sizeof *file);
    va_list arguments;
    va_start(arguments, path_format);
    file->path = arena_vprintf(output->arena, path_format, arguments);
    va_end(arguments);
    if (!path_is_safe(file->path) || strcmp(file->path, manifest_path) == 0) {
        bug("an emitted path that leads astray", file->path);
    }
    buffer_init(&file->buffer, output->arena);
    output->files[output->count++] = file;
    return &file->buffer;
}

static const char *hash_of(struct arena *arena, const char *bytes, size_t length)
{
    unsigned char hash[HASH_BYTES];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)bytes, length, NULL, 0);
    char *digits = arena_alloc(arena, HASH_DIGITS + 1);
    sodium_bin2hex(digits, HASH_DIGITS + 1, hash, sizeof hash);
    return digits;
}

static int compare_files(const void *a, const void *b)
{
    return strcmp((*(struct emitted_file *const *)a)->path,
                  (*(struct emitted_file *const *)b)->path);
}

static int compare_lines(const void *a, const void *b)
{
    const struct manifest_line *left = a;
    const struct manifest_line *right = b;
    int order = strcmp(left->path, right->path);
    return order != 0 ? order : strcmp(left->hash, right->hash);
}

/* Sorts the files and makes their manifest. */
static bool finish(struct output *output)
{
    if (sodium_init() < 0) {
        fputs("caregen: libsodium cannot be initialised\n", stderr);
        return false;
    }
    if (output->count == 0) {
        return true;
    }
    qsort(output->files, output->count, sizeof(*output->files), compare_files);
    struct manifest_line *lines = arena_alloc_array(output->arena, output->count, sizeof *lines);
    for (size_t i = 0; i < output->count; i++) {
        const struct emitted_file *file = output->files[i];
        if (i > 0 && strcmp(file->path, output->files[i - 1]->path) == 0) {
            bug("a path that two emitters add", file->path);
        }
        lines[i].path = file->path;
        lines[i].hash = hash_of(output->arena, file->buffer.bytes, file->buffer.length);
    }
    output->manifest = (struct manifest){lines, output->count};
    return true;
}

static void render_manifest(struct buffer *buffer, const struct manifest *manifest)
{
    for (size_t i = 0; i < manifest->count; i++) {
        const struct manifest_line *line = &manifest->lines[i];
        if (i == 0 || compare_lines(line, &manifest->lines[i - 1]) != 0) {
            buffer_printf(buffer, "%s  %s\n", line->hash, line->path);
        }
    }
}

bool output_list(struct output *output, struct buffer *out)
{
    if (!finish(output)) {
        return false;
    }
    render_manifest(out, &output->manifest);
    return true;
}

/* Splits a manifest's text, which it keeps and writes NULs into; false when it is malformed. */
static bool parse_manifest(struct arena *arena, char *text, size_t length,
                           struct manifest *manifest)
{
    size_t capacity = 1;
    for (size_t i = 0; i < length; i++) {
        capacity += text[i] == '\n';
    }
    manifest->lines = arena_alloc_array(arena, capacity, sizeof *manifest->lines);
    manifest->count = 0;
    for (char *end; length > 0; length -= (size_t)(end + 1 - text), text = end + 1) {
        end = memchr(text, '\n', length);
        if (end == NULL || end - text < HASH_DIGITS + 3 ||
            memchr(text, '\0', (size_t)(end - text)) ||
            strspn(text, "0123456789abcdef") != HASH_DIGITS ||
            strncmp(text + HASH_DIGITS, "  ", 2) != 0) {
            return false;
        }
        *end = '\0';
        text[HASH_DIGITS] = '\0';
        const char *path = text + HASH_DIGITS + 2;
        if (!path_is_safe(path) || strcmp(path, manifest_path) == 0) {
            return false;
        }
        manifest->lines[manifest->count++] = (struct manifest_line){path, text};
    }
    qsort(manifest->lines, manifest->count, sizeof *manifest->lines, compare_lines);
    return true;
}

static const char *path_in(struct arena *arena, const char *folder, const char *path)
{
    return arena_printf(arena, "%s/%s", folder, path);
}

static bool report(const char *path)
{
    fprintf(stderr, "caregen: %s: %s\n", path, strerror(errno));
    return false;
}

/* Reads a file of the folder; one that does not exist is *bytes == NULL, and no failure. */
static bool read_file(struct arena *arena, const char *folder, const char *path, char **bytes,
                      size_t *length)
{
    const char *full_path = path_in(arena, folder, path);
    *bytes = NULL;
    *length = 0;
    return file_read(arena, full_path, bytes, length) || errno == ENOENT || report(full_path);
}

/* Reads the folder's manifest; none there is an empty one. */
static bool read_manifest(struct arena *arena, const char *folder, struct manifest *manifest)
{
    char *text;
    size_t length;
    *manifest = (struct manifest){NULL, 0};
    if (!read_file(arena, folder, manifest_path, &text, &length)) {
        return false;
    }
    if (text != NULL && !parse_manifest(arena, text, length, manifest)) {
        fprintf(stderr, "caregen: %s/%s: not a manifest of generated files\n", folder,
                manifest_path);
        return false;
    }
    return true;
}

/* The first line with a path that is not before this one. */
static size_t manifest_position(const struct manifest *manifest, const char *path)
{
    size_t low = 0;
    size_t high = manifest->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(manifest->lines[middle].path, path) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool manifest_has_path(const struct manifest *manifest, const char *path)
{
    size_t i = manifest_position(manifest, path);
    return i < manifest->count && strcmp(manifest->lines[i].path, path) == 0;
}

static bool manifest_has_hash(const struct manifest *manifest, const char *path, const char *hash)
{
    for (size_t i = manifest_position(manifest, path);
         i < manifest->count && strcmp(manifest->lines[i].path, path) == 0; i++) {
        if (strcmp(manifest->lines[i].hash, hash) == 0) {
            return true;
        }
    }
    return false;
}

enum file_state {
    FILE_FAILED,  /* cannot be read */
    FILE_MISSING, /* not on disk */
    FILE_SAME,    /* as this run emits it */
    FILE_STALE,   /* as an earlier run emitted it */
    FILE_FOREIGN  /* neither: somebody else's work */
};

/* Compares what is on disk with this run's text, or with none (an orphan) when file is NULL. */
static enum file_state examine(struct arena *arena, const char *folder, const struct manifest *old,
                               const char *path, const struct emitted_file *file)
{
    char *bytes;
    size_t length;
    if (!read_file(arena, folder, path, &bytes, &length)) {
        return FILE_FAILED;
    }
    if (bytes == NULL) {
        return FILE_MISSING;
    }
    if (file != NULL && length == file->buffer.length &&
        memcmp(bytes, file->buffer.bytes, length) == 0) {
        return FILE_SAME;
    }
    return manifest_has_hash(old, path, hash_of(arena, bytes, length)) ? FILE_STALE : FILE_FOREIGN;
}

/* What a commit or a comparison has found out before it does anything. */
struct plan {
    struct manifest old;
    enum file_state *states; /* of each file of the set */
    struct manifest orphans; /* lines of the old manifest that the set has no file for */
    enum file_state *orphan_states;
};

static bool make_plan(struct output *output, const char *folder, struct plan *plan)
{
    struct arena *arena = output->arena;
    if (!finish(output) || !read_manifest(arena, folder, &plan->old)) {
        return false;
    }
    plan->states = arena_alloc_array(arena, output->count + 1, sizeof *plan->states);
    for (size_t i = 0; i < output->count; i++) {
        const struct emitted_file *file = output->files[i];
        plan->states[i] = examine(arena, folder, &plan->old, file->path, file);
        if (plan->states[i] == FILE_FAILED) {
            return false;
        }
    }
    size_t orphan_limit = plan->old.count + 1;
    plan->orphans.lines = arena_alloc_array(arena, orphan_limit, sizeof *plan->orphans.lines);
    plan->orphan_states = arena_alloc_array(arena, orphan_limit, sizeof *plan->orphan_states);
    plan->orphans.count = 0;
    for (size_t i = 0; i < plan->old.count; i++) {
        const char *path = plan->old.lines[i].path;
        bool seen = i > 0 && strcmp(path, plan->old.lines[i - 1].path) == 0;
        if (seen || manifest_has_path(&output->manifest, path)) {
            continue;
        }
        enum file_state state = examine(arena, folder, &plan->old, path, NULL);
        if (state == FILE_FAILED) {
            return false;
        }
        plan->orphan_states[plan->orphans.count] = state;
        plan->orphans.lines[plan->orphans.count++] = plan->old.lines[i];
    }
    return true;
}

/* Names every file that somebody else wrote or edited; true when there is none. */
static bool nothing_is_foreign(const struct output *output, const char *folder,
                               const struct plan *plan)
{
    bool clean = true;
    for (size_t i = 0; i < output->count; i++) {
        if (plan->states[i] == FILE_FOREIGN) {
            const char *path = output->files[i]->path;
            fprintf(stderr, "caregen: %s/%s: %s\n", folder, path,
                    manifest_has_path(&plan->old, path) ? "edited by hand since it was generated"
                                                        : "in the way: not a generated file");
            clean = false;
        }
    }
    for (size_t i = 0; i < plan->orphans.count; i++) {
        if (plan->orphan_states[i] == FILE_FOREIGN) {
            fprintf(stderr,
                    "caregen: %s/%s: to be deleted, but edited by hand since it was "
                    "generated\n",
                    folder, plan->orphans.lines[i].path);
            clean = false;
        }
    }
    if (!clean) {
        fputs("caregen: nothing was written; move these files away and generate again\n", stderr);
    }
    return clean;
}

/* Whether the folder already is what the set says, manifest included. */
static bool is_up_to_date(const struct output *output, const struct plan *plan)
{
    for (size_t i = 0; i < output->count; i++) {
        if (plan->states[i] != FILE_SAME) {
            return false;
        }
    }
    if (plan->old.count != output->manifest.count) {
        return false;
    }
    for (size_t i = 0; i < plan->old.count; i++) {
        if (compare_lines(&plan->old.lines[i], &output->manifest.lines[i]) != 0) {
            return false;
        }
    }
    return true;
}

/* Writes a file of the folder, whose own folders it makes. */
static bool write_file(struct arena *arena, const char *folder, const char *path,
                       const struct buffer *text)
{
    char *full_path = arena_printf(arena, "%s/%s", folder, path);
    char *parent = arena_strdup(arena, full_path);
    *strrchr(parent, '/') = '\0';
    return (file_make_folders(parent) &&
            file_replace(arena, full_path, text->bytes, text->length)) ||
           report(full_path);
}

/* Deletes a file of the folder, and then the folders above it that this empties. */
static bool delete_file(struct arena *arena, const char *folder, const char *path)
{
    char *full_path = arena_printf(arena, "%s/%s", folder, path);
    if (unlink(full_path) != 0 && errno != ENOENT) {
        return report(full_path);
    }
    for (char *slash = strrchr(full_path, '/'); slash > full_path + strlen(folder);
         slash = strrchr(full_path, '/')) {
        *slash = '\0';
        if (rmdir(full_path) != 0) {
            break; /* somebody else's files are in there: it stays, and so do those above */
        }
    }
    return true;
}

static bool write_manifest(struct output *output, const char *folder,
                           const struct manifest *manifest)
{
    struct buffer text;
    buffer_init(&text, output->arena);
    render_manifest(&text, manifest);
    return write_file(output->arena, folder, manifest_path, &text);
}

/* The lines of both manifests. */
static struct manifest manifest_union(struct arena *arena, const struct manifest *a,
                                      const struct manifest *b)
{
    struct manifest both = {arena_alloc_array(arena, a->count + b->count + 1, sizeof *both.lines),
                            0};
    for (size_t i = 0; i < a->count; i++) {
        both.lines[both.count++] = a->lines[i];
    }
    for (size_t i = 0; i < b->count; i++) {
        both.lines[both.count++] = b->lines[i];
    }
    qsort(both.lines, both.count, sizeof *both.lines, compare_lines);
    return both;
}

static bool carry_out(struct output *output, const char *folder, const struct plan *plan)
{
    struct manifest both = manifest_union(output->arena, &plan->old, &output->manifest);
    if (!write_manifest(output, folder, &both)) {
        return false;
    }
    for (size_t i = 0; i < output->count; i++) {
        const struct emitted_file *file = output->files[i];
        if (plan->states[i] != FILE_SAME &&
            !write_file(output->arena, folder, file->path, &file->buffer)) {
            return false;
        }
    }
    for (size_t i = 0; i < plan->orphans.count; i++) {
        if (plan->orphan_states[i] != FILE_MISSING &&
            !delete_file(output->arena, folder, plan->orphans.lines[i].path)) {
            return false;
        }
    }
    return write_manifest(output, folder, &output->manifest);
}

enum output_result output_commit(struct output *output, const char *folder)
{
    struct plan plan;
    if (!make_plan(output, folder, &plan)) {
        return OUTPUT_FAILED;
    }
    if (!nothing_is_foreign(output, folder, &plan)) {
        return OUTPUT_DRIFT;
    }
    if (is_up_to_date(output, &plan) || carry_out(output, folder, &plan)) {
        return OUTPUT_OK;
    }
    return OUTPUT_FAILED;
}

enum output_result output_compare(struct output *output, const char *folder)
{
    struct plan plan;
    if (!make_plan(output, folder, &plan)) {
        return OUTPUT_FAILED;
    }
    for (size_t i = 0; i < output->count; i++) {
        if (plan.states[i] != FILE_SAME) {
            printf("%s: %s\n", plan.states[i] == FILE_MISSING ? "missing" : "differs",
                   output->files[i]->path);
        }
    }
    size_t extra = 0;
    for (size_t i = 0; i < plan.orphans.count; i++) {
        if (plan.orphan_states[i] != FILE_MISSING) {
            printf("extra: %s\n", plan.orphans.lines[i].path);
            extra++;
        }
    }
    if (extra == 0 && is_up_to_date(output, &plan)) {
        return OUTPUT_OK;
    }
    return OUTPUT_DRIFT;
}
