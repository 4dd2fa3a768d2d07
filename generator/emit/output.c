/* output.c - the set of emitted files, and bringing a folder in line with it; see output.h.
 *
 * A commit looks at everything before it writes anything. From the first write to the last, the
 * manifest on disk lists both the old and the new files, so that a commit which is cut off leaves
 * only files that the next one knows as its own. The final manifest is written last.
 *
 * What an emitter has finished goes to a temporary file, from which the commit takes one file after the
 * other: a large tree is never in memory as a whole. */
#include "emit/output.h"

#include "base/file.h"
#include "emit/manifest.h"

#include <errno.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct emitted_file {
    const char *path;
    struct buffer buffer; /* empty once it is put aside */
    const char *hash;     /* set when it is */
    off_t place;          /* in the temporary file */
    size_t length;
};

struct output {
    struct arena *arena;
    struct arena contents;       /* of the files, one after the other; nothing else is in it */
    struct arena scratch;        /* for one emitter (buffer->arena), then for one file at a time */
    struct emitted_file **files; /* sorted by path once finish() has run */
    size_t count;
    size_t capacity;
    size_t aside_count; /* how many are in the temporary file, from the first on */
    FILE *aside;
    off_t aside_length;
    bool has_failed;          /* it could not be written */
    struct manifest manifest; /* of the files; set by finish() */
};

struct output *output_new(struct arena *arena)
{
    struct output *output = arena_alloc(arena, sizeof *output);
    output->arena = arena;
    arena_init_unzeroed(&output->contents);
    arena_init(&output->scratch);
    return output;
}

static void bug(const char *what, const char *path)
{
    fprintf(stderr, "caregen: BUG: %s: %s\n", what, path);
    exit(3);
}

struct buffer *output_file(struct output *output, const char *path_format, ...)
{
    if (output->count == output->capacity) {
        output->capacity = output->capacity == 0 ? 64 : output->capacity * 2;
        struct emitted_file **files =
            arena_alloc_array(output->arena, output->capacity, sizeof(*files));
        if (output->count > 0)
            memcpy(files, output->files, output->count * sizeof(*files));
        output->files = files;
    }
    struct emitted_file *file = arena_alloc(output->arena, sizeof *file);
    va_list arguments;
    va_start(arguments, path_format);
    file->path = arena_vprintf(output->arena, path_format, arguments);
    va_end(arguments);
    if (!manifest_path_is_safe(file->path))
        bug("an emitted path that leads astray", file->path);
    if (output->count > 0) /* the one before is complete, as a rule */
        buffer_trim(&output->files[output->count - 1]->buffer);
    buffer_init(&file->buffer, &output->scratch);
    file->buffer.contents = &output->contents;
    output->files[output->count++] = file;
    return &file->buffer;
}

static bool report(const char *path)
{
    fprintf(stderr, "caregen: %s: %s\n", path, strerror(errno));
    return false;
}

/* Puts a file that is complete at the end of the temporary one. */
static bool put_aside(struct output *output, struct emitted_file *file)
{
    file->length = file->buffer.length;
    file->place = output->aside_length;
    file->hash = manifest_hash(output->arena, file->buffer.bytes, file->length);
    if (fwrite(file->buffer.bytes, 1, file->length, output->aside) != file->length)
        return report("a temporary file");
    output->aside_length += (off_t)file->length;
    file->buffer = (struct buffer){0};
    return true;
}

/* Puts aside what is complete, and gives its memory back. */
static bool put_all_aside(struct output *output)
{
    if (sodium_init() < 0) {
        fputs("caregen: libsodium cannot be initialised\n", stderr);
        return false;
    }
    if (!output->aside && !(output->aside = tmpfile()))
        return report("a temporary file");
    for (; output->aside_count < output->count; output->aside_count++)
        if (!put_aside(output, output->files[output->aside_count]))
            return false;
    arena_clear(&output->contents);
    return true;
}

void output_end_emitter(struct output *output)
{
    output->has_failed = output->has_failed || !put_all_aside(output);
    arena_clear(&output->scratch);
}

/* The bytes of a file that was put aside, in the arena; NULL: they cannot be read. */
static const char *bytes_of(struct output *output, struct arena *arena,
                            const struct emitted_file *file)
{
    char *bytes = arena_alloc(arena, file->length + 1);
    for (size_t done = 0; done < file->length;) {
        ssize_t got = pread(fileno(output->aside), bytes + done, file->length - done,
                            file->place + (off_t)done);
        if (got <= 0 && !(got < 0 && errno == EINTR))
            return NULL;
        done += got > 0 ? (size_t)got : 0;
    }
    return bytes;
}

void output_release(struct output *output)
{
    arena_release(&output->contents);
    arena_release(&output->scratch);
    if (output->aside)
        fclose(output->aside);
    output->aside = NULL;
}

static int compare_files(const void *a, const void *b)
{
    return strcmp((*(struct emitted_file *const *)a)->path,
                  (*(struct emitted_file *const *)b)->path);
}

/* Puts the last files aside, sorts all of them and makes their manifest. */
static bool finish(struct output *output)
{
    if (output->has_failed || !put_all_aside(output))
        return false;
    if (fflush(output->aside) != 0)
        return report("a temporary file");
    if (output->count == 0)
        return true;
    qsort(output->files, output->count, sizeof(*output->files), compare_files);
    struct manifest_line *lines = arena_alloc_array(output->arena, output->count, sizeof *lines);
    for (size_t i = 0; i < output->count; i++) {
        const struct emitted_file *file = output->files[i];
        if (i > 0 && strcmp(file->path, output->files[i - 1]->path) == 0)
            bug("a path that two emitters add", file->path);
        lines[i] = (struct manifest_line){.path = file->path, .hash = file->hash};
    }
    output->manifest = (struct manifest){lines, output->count};
    return true;
}

static const char *path_in(struct arena *arena, const char *folder, const char *path)
{
    return arena_printf(arena, "%s/%s", folder, path);
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
    if (!read_file(arena, folder, manifest_path, &text, &length))
        return false;
    if (text && !manifest_parse(arena, text, length, manifest)) {
        fprintf(stderr, "caregen: %s/%s: not a manifest of generated files\n", folder,
                manifest_path);
        return false;
    }
    return true;
}

enum file_state {
    FILE_FAILED,  /* cannot be read */
    FILE_MISSING, /* not on disk */
    FILE_SAME,    /* as this run emits it */
    FILE_STALE,   /* as an earlier run emitted it */
    FILE_FOREIGN  /* neither: somebody else's work */
};

/* Compares what is on disk with this run's text, or with none (an orphan) when file is NULL. */
static enum file_state examine(struct output *output, const char *folder,
                               const struct manifest *old, const char *path,
                               const struct emitted_file *file)
{
    struct arena *arena = &output->scratch; /* of this file alone: a tree may be large */
    const char *ours = file ? bytes_of(output, arena, file) : NULL;
    char *bytes = NULL;
    size_t length = 0;
    enum file_state state = FILE_FOREIGN;
    if (file && !ours)
        /* NOLINTNEXTLINE(bugprone-branch-clone): the order counts, errno is file_holds()'s. */
        state = FILE_FAILED;
    else if (file && file_holds(path_in(arena, folder, path), ours, file->length))
        state = FILE_SAME;
    else if (!(file && errno == ENOENT) && !read_file(arena, folder, path, &bytes, &length))
        state = FILE_FAILED;
    else if (!bytes)
        state = FILE_MISSING;
    else if (manifest_has_hash(old, path, manifest_hash(arena, bytes, length)))
        state = FILE_STALE;
    arena_clear(arena);
    return state;
}

/* What a commit or a comparison has found out before it does anything. */
struct plan {
    struct manifest old;
    enum file_state *states; /* of each file of the set */
    struct manifest orphans; /* lines of the old manifest that the set has no file for */
    enum file_state *orphan_states;
};

/* Whether the folders that lead to a file are folders, as far as they are there: through a link, what is written and
 * deleted would be somewhere else. `before` is a path whose folders have been looked at, or NULL. */
static bool stays_below(struct output *output, const char *folder, const char *path,
                        const char *before)
{
    const char *name = strrchr(path, '/');
    bool below = true;
    if (!name || (before && strncmp(path, before, (size_t)(name + 1 - path)) == 0))
        return true;
    for (const char *slash = strchr(path, '/'); below && slash; slash = strchr(slash + 1, '/')) {
        const char *part =
            arena_printf(&output->scratch, "%s/%.*s", folder, (int)(slash - path), path);
        below = !file_is_link(part);
        if (!below)
            fprintf(stderr,
                    "caregen: %s: a link, where there has to be a folder; nothing was written\n",
                    part);
    }
    arena_clear(&output->scratch);
    return below;
}

/* The same of all files of the set and of the old manifest. */
static bool all_stay_below(struct output *output, const char *folder, const struct manifest *old)
{
    for (size_t i = 0; i < output->count; i++)
        if (!stays_below(output, folder, output->files[i]->path,
                         i > 0 ? output->files[i - 1]->path : NULL))
            return false;
    for (size_t i = 0; i < old->count; i++)
        if (!stays_below(output, folder, old->lines[i].path, i > 0 ? old->lines[i - 1].path : NULL))
            return false;
    return true;
}

static bool make_plan(struct output *output, const char *folder, struct plan *plan)
{
    struct arena *arena = output->arena;
    if (!finish(output) || !read_manifest(arena, folder, &plan->old))
        return false;
    bool is_new = !file_exists(folder); /* then nothing in it needs to be looked for */
    if (!is_new && !all_stay_below(output, folder, &plan->old))
        return false;
    plan->states = arena_alloc_array(arena, output->count + 1, sizeof *plan->states);
    for (size_t i = 0; i < output->count; i++) {
        const struct emitted_file *file = output->files[i];
        plan->states[i] =
            is_new ? FILE_MISSING : examine(output, folder, &plan->old, file->path, file);
        if (plan->states[i] == FILE_FAILED)
            return false;
    }
    size_t orphan_limit = plan->old.count + 1;
    plan->orphans.lines = arena_alloc_array(arena, orphan_limit, sizeof *plan->orphans.lines);
    plan->orphan_states = arena_alloc_array(arena, orphan_limit, sizeof *plan->orphan_states);
    plan->orphans.count = 0;
    for (size_t i = 0; i < plan->old.count; i++) {
        const char *path = plan->old.lines[i].path;
        bool seen = i > 0 && strcmp(path, plan->old.lines[i - 1].path) == 0;
        if (seen || manifest_has_path(&output->manifest, path))
            continue;
        enum file_state state = examine(output, folder, &plan->old, path, NULL);
        if (state == FILE_FAILED)
            return false;
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
    if (!clean)
        fputs("caregen: nothing was written; move these files away and generate again\n", stderr);
    return clean;
}

/* Whether the folder already is what the set says, manifest included. */
static bool is_up_to_date(const struct output *output, const struct plan *plan)
{
    for (size_t i = 0; i < output->count; i++)
        if (plan->states[i] != FILE_SAME)
            return false;
    return manifest_equal(&plan->old, &output->manifest);
}

/* Writes a file of the folder, unless its bytes are not to be had (NULL), whose own folders it makes when they are not there yet. */
static bool write_file(struct output *output, const char *folder, const char *path,
                       const char *bytes, size_t length)
{
    struct arena *arena = &output->scratch;
    char *full_path = arena_printf(arena, "%s/%s", folder, path);
    bool written = bytes && file_replace(arena, full_path, bytes, length);
    if (bytes && !written && errno == ENOENT) {
        char *parent = arena_strdup(arena, full_path);
        *strrchr(parent, '/') = '\0';
        written = file_make_folders(parent) && file_replace(arena, full_path, bytes, length);
    }
    if (!written)
        report(full_path);
    arena_clear(arena);
    return written;
}

/* Deletes a file of the folder, and then the folders above it that this empties. */
static bool delete_file(struct arena *arena, const char *folder, const char *path)
{
    char *full_path = arena_printf(arena, "%s/%s", folder, path);
    if (unlink(full_path) != 0 && errno != ENOENT)
        return report(full_path);
    for (char *slash = strrchr(full_path, '/'); slash > full_path + strlen(folder);
         slash = strrchr(full_path, '/')) {
        *slash = '\0';
        if (rmdir(full_path) != 0)
            break; /* somebody else's files are in there: it stays, and so do those above */
    }
    return true;
}

static bool write_manifest(struct output *output, const char *folder,
                           const struct manifest *manifest)
{
    struct buffer text;
    buffer_init(&text, output->arena);
    manifest_render(&text, manifest);
    return write_file(output, folder, manifest_path, text.bytes, text.length);
}

static bool carry_out(struct output *output, const char *folder, const struct plan *plan)
{
    struct manifest both = manifest_union(output->arena, &plan->old, &output->manifest);
    if (!write_manifest(output, folder, &both))
        return false;
    for (size_t i = 0; i < output->count; i++) {
        const struct emitted_file *file = output->files[i];
        if (plan->states[i] != FILE_SAME &&
            !write_file(output, folder, file->path, bytes_of(output, &output->scratch, file),
                        file->length))
            return false;
    }
    for (size_t i = 0; i < plan->orphans.count; i++)
        if (plan->orphan_states[i] != FILE_MISSING &&
            !delete_file(output->arena, folder, plan->orphans.lines[i].path))
            return false;
    return write_manifest(output, folder, &output->manifest);
}

enum output_result output_commit(struct output *output, const char *folder)
{
    struct plan plan;
    if (!make_plan(output, folder, &plan))
        return OUTPUT_FAILED;
    if (!nothing_is_foreign(output, folder, &plan))
        return OUTPUT_DRIFT;
    if (is_up_to_date(output, &plan) || carry_out(output, folder, &plan))
        return OUTPUT_OK;
    return OUTPUT_FAILED;
}

enum output_result output_compare(struct output *output, const char *folder)
{
    struct plan plan;
    if (!make_plan(output, folder, &plan))
        return OUTPUT_FAILED;
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
    if (extra == 0 && is_up_to_date(output, &plan))
        return OUTPUT_OK;
    return OUTPUT_DRIFT;
}

bool output_list(struct output *output, struct buffer *out)
{
    if (!finish(output))
        return false;
    manifest_render(out, &output->manifest);
    return true;
}
