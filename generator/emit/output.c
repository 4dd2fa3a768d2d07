/* output.c - the set of emitted files, and bringing a folder in line with it; see output.h.
 *
 * A commit looks at everything before it writes anything. From the first write to the last, the
 * manifest on disk lists both the old and the new files, so that a commit which is cut off leaves
 * only files that the next one knows as its own. The final manifest is written last.
 *
 * What an emitter has finished is settled at once (settle.h); its memory serves the next one. */
#include "emit/output.h"

#include "base/file.h"
#include "emit/manifest.h"
#include "emit/settle.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct output {
    struct arena *arena;
    struct arena contents;       /* of the files, one after the other; nothing else is in it */
    struct arena scratch;        /* for one emitter (buffer->arena), then for one file at a time */
    struct emitted_file **files; /* sorted by path once finish() has run */
    size_t count;
    size_t capacity;
    size_t settled_count; /* how many are settled, from the first on */
    struct settling *settling;
    struct manifest manifest; /* of the files; set by finish() */
    struct output *beside;    /* another thread's, or NULL; its files' paths are in its own arena */
    struct arena own;
};

static struct output *new_set(struct arena *arena, struct settling *settling)
{
    struct output *output = arena_alloc(arena, sizeof *output);
    *output = (struct output){.arena = arena, .settling = settling};
    arena_init(&output->contents);
    arena_init(&output->scratch);
    arena_init(&output->own);
    return output;
}

struct output *output_new(struct arena *arena, enum output_purpose purpose, const char *folder)
{
    struct settling *settling = arena_alloc(arena, sizeof *settling);
    settle_begin(settling, arena, purpose, folder);
    return new_set(arena, settling);
}

static void bug(const char *what, const char *path)
{
    fprintf(stderr, "caregen: BUG: %s: %s\n", what, path);
    exit(3);
}

/* Makes room for so many more files. */
static void reserve(struct output *output, size_t count)
{
    if (output->capacity - output->count >= count)
        return;
    size_t capacity = output->capacity == 0 ? 64 : output->capacity;
    while (capacity - output->count < count)
        capacity *= 2;
    output->files =
        arena_resize(output->arena, output->files, output->capacity * sizeof *output->files,
                     capacity * sizeof *output->files);
    output->capacity = capacity;
}

struct buffer *output_file(struct output *output, const char *path_format, ...)
{
    reserve(output, 1);
    struct emitted_file *file = arena_alloc(output->arena, sizeof *file);
    va_list arguments;
    va_start(arguments, path_format);
    file->path = arena_vprintf(output->arena, path_format, arguments);
    va_end(arguments);
    if (!manifest_path_is_safe(file->path))
        bug("an emitted path that leads astray", file->path);
    if (output->count > output->settled_count) /* the one before is complete, as a rule */
        buffer_trim(&output->files[output->count - 1]->buffer);
    buffer_init(&file->buffer, &output->scratch);
    file->buffer.contents = &output->contents;
    output->files[output->count++] = file;
    return &file->buffer;
}

static void settle_files(struct output *output)
{
    arena_clear(&output->scratch);
    for (; output->settled_count < output->count; output->settled_count++)
        settle_file(output->settling, &output->scratch, output->files[output->settled_count]);
    arena_clear(&output->contents);
}

void output_end_emitter(struct output *output)
{
    settle_files(output);
}

struct output *output_beside(struct output *output)
{
    output->beside = new_set(output->arena, output->settling);
    output->beside->arena = &output->beside->own;
    return output->beside;
}

void output_join(struct output *output)
{
    struct output *beside = output->beside;
    reserve(output, beside->count);
    for (size_t i = 0; i < beside->count; i++)
        output->files[output->count++] = beside->files[i];
    output->settled_count = output->count;
}

/* Removes what is on the stage. */
static void strike(struct output *output)
{
    struct stage *stage = &output->settling->stage;
    if (!stage->path)
        return;
    stage_remove(stage, manifest_path);
    for (size_t i = 0; i < output->count; i++)
        stage_remove(stage, output->files[i]->path);
    stage_drop(stage);
}

void output_release(struct output *output)
{
    strike(output);
    settle_end(output->settling);
    for (struct output *set = output; set; set = set->beside) {
        arena_release(&set->contents);
        arena_release(&set->scratch);
        arena_release(&set->own);
    }
}

static int compare_files(const void *a, const void *b)
{
    return strcmp((*(struct emitted_file *const *)a)->path,
                  (*(struct emitted_file *const *)b)->path);
}

/* Settles the last files, sorts all of them and makes their manifest. */
static bool finish(struct output *output)
{
    settle_files(output);
    if (output->count > 0)
        qsort(output->files, output->count, sizeof(*output->files), compare_files);
    struct manifest_line *lines =
        arena_alloc_array(output->arena, output->count + 1, sizeof *lines);
    for (size_t i = 0; i < output->count; i++) {
        const struct emitted_file *file = output->files[i];
        if (i > 0 && strcmp(file->path, output->files[i - 1]->path) == 0) {
            strike(output);
            bug("a path that two emitters add", file->path);
        }
        lines[i] = (struct manifest_line){.path = file->path, .hash = file->hash};
    }
    output->manifest = (struct manifest){lines, output->count};
    return settle_finish(output->settling);
}

/* What the folder has that the set has no file for. */
struct orphans {
    struct manifest lines; /* of the old manifest */
    enum file_state *states;
};

/* Whether the folders that lead to a file are folders, as far as they are there: through a link, what is written and
 * deleted would be somewhere else. `before` is a path whose folders have been looked at, or NULL. */
static bool stays_below(struct output *output, const char *path, const char *before)
{
    const char *name = strrchr(path, '/');
    bool below = true;
    if (!name || (before && strncmp(path, before, (size_t)(name + 1 - path)) == 0))
        return true;
    for (const char *slash = strchr(path, '/'); below && slash; slash = strchr(slash + 1, '/')) {
        const char *part = arena_printf(&output->scratch, "%s/%.*s", output->settling->folder,
                                        (int)(slash - path), path);
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
static bool all_stay_below(struct output *output)
{
    const struct manifest *old = &output->settling->old;
    for (size_t i = 0; i < output->count; i++)
        if (!stays_below(output, output->files[i]->path, i > 0 ? output->files[i - 1]->path : NULL))
            return false;
    for (size_t i = 0; i < old->count; i++)
        if (!stays_below(output, old->lines[i].path, i > 0 ? old->lines[i - 1].path : NULL))
            return false;
    return true;
}

static bool find_orphans(struct output *output, struct orphans *orphans)
{
    const struct manifest *old = &output->settling->old;
    *orphans = (struct orphans){
        .lines.lines = arena_alloc_array(output->arena, old->count + 1, sizeof *old->lines),
        .states = arena_alloc_array(output->arena, old->count + 1, sizeof *orphans->states)};
    if (!output->settling->is_new && !all_stay_below(output))
        return false;
    for (size_t i = 0; i < old->count; i++) {
        const char *path = old->lines[i].path;
        bool seen = i > 0 && strcmp(path, old->lines[i - 1].path) == 0;
        if (seen || manifest_has_path(&output->manifest, path))
            continue;
        enum file_state state = settle_examine_orphan(output->settling, &output->scratch, path);
        if (state == FILE_FAILED)
            return false;
        orphans->states[orphans->lines.count] = state;
        orphans->lines.lines[orphans->lines.count++] = old->lines[i];
    }
    return true;
}

/* Names every file that somebody else wrote or edited; true when there is none. */
static bool nothing_is_foreign(const struct output *output, const struct orphans *orphans)
{
    const char *folder = output->settling->folder;
    bool clean = true;
    for (size_t i = 0; i < output->count; i++) {
        if (output->files[i]->state == FILE_FOREIGN) {
            const char *path = output->files[i]->path;
            fprintf(stderr, "caregen: %s/%s: %s\n", folder, path,
                    manifest_has_path(&output->settling->old, path)
                        ? "edited by hand since it was generated"
                        : "in the way: not a generated file");
            clean = false;
        }
    }
    for (size_t i = 0; i < orphans->lines.count; i++) {
        if (orphans->states[i] == FILE_FOREIGN) {
            fprintf(stderr,
                    "caregen: %s/%s: to be deleted, but edited by hand since it was "
                    "generated\n",
                    folder, orphans->lines.lines[i].path);
            clean = false;
        }
    }
    if (!clean)
        fputs("caregen: nothing was written; move these files away and generate again\n", stderr);
    return clean;
}

/* Whether the folder already is what the set says, manifest included. */
static bool is_up_to_date(const struct output *output)
{
    for (size_t i = 0; i < output->count; i++)
        if (output->files[i]->state != FILE_SAME)
            return false;
    return manifest_equal(&output->settling->old, &output->manifest);
}

/* Writes a file of the folder, unless its bytes are not to be had (NULL), and makes the folders above it
 * that are not there yet. */
static bool write_file(struct output *output, const char *path, const char *bytes, size_t length)
{
    struct arena *arena = &output->scratch;
    char *full_path = arena_printf(arena, "%s/%s", output->settling->folder, path);
    bool written = bytes && file_replace(arena, full_path, bytes, length);
    if (bytes && !written && errno == ENOENT) {
        char *parent = arena_strdup(arena, full_path);
        *strrchr(parent, '/') = '\0';
        written = file_make_folders(parent) && file_replace(arena, full_path, bytes, length);
    }
    if (!written)
        settle_report(full_path);
    arena_clear(arena);
    return written;
}

/* Deletes a file of the folder, and then the folders above it that this empties. */
static bool delete_file(struct arena *arena, const char *folder, const char *path)
{
    char *full_path = arena_printf(arena, "%s/%s", folder, path);
    if (unlink(full_path) != 0 && errno != ENOENT)
        return settle_report(full_path);
    for (char *slash = strrchr(full_path, '/'); slash > full_path + strlen(folder);
         slash = strrchr(full_path, '/')) {
        *slash = '\0';
        if (rmdir(full_path) != 0)
            break; /* somebody else's files are in there: it stays, and so do those above */
    }
    return true;
}

static struct buffer manifest_text(struct output *output, const struct manifest *manifest)
{
    struct buffer text;
    buffer_init(&text, output->arena);
    manifest_render(&text, manifest);
    return text;
}

static bool write_manifest(struct output *output, const struct manifest *manifest)
{
    struct buffer text = manifest_text(output, manifest);
    return write_file(output, manifest_path, text.bytes, text.length);
}

static bool carry_out(struct output *output, const struct orphans *orphans)
{
    const struct settling *settling = output->settling;
    struct manifest both = manifest_union(output->arena, &settling->old, &output->manifest);
    if (!write_manifest(output, &both))
        return false;
    for (size_t i = 0; i < output->count; i++) {
        const struct emitted_file *file = output->files[i];
        if (file->state != FILE_SAME &&
            !write_file(output, file->path, settle_text(settling, &output->scratch, file),
                        file->length))
            return false;
    }
    for (size_t i = 0; i < orphans->lines.count; i++)
        if (orphans->states[i] != FILE_MISSING &&
            !delete_file(output->arena, settling->folder, orphans->lines.lines[i].path))
            return false;
    return write_manifest(output, &output->manifest);
}

/* Makes the stage, which has all other files, the folder. */
static bool publish(struct output *output)
{
    struct stage *stage = &output->settling->stage;
    struct buffer text = manifest_text(output, &output->manifest);
    return (stage_write(stage, manifest_path, text.bytes, text.length) &&
            stage_publish(stage, output->settling->folder)) ||
           settle_report(output->settling->folder);
}

enum output_result output_commit(struct output *output)
{
    struct orphans orphans;
    if (!finish(output))
        return OUTPUT_FAILED;
    if (output->settling->is_new)
        return publish(output) ? OUTPUT_OK : OUTPUT_FAILED;
    if (!find_orphans(output, &orphans))
        return OUTPUT_FAILED;
    if (!nothing_is_foreign(output, &orphans))
        return OUTPUT_DRIFT;
    return is_up_to_date(output) || carry_out(output, &orphans) ? OUTPUT_OK : OUTPUT_FAILED;
}

enum output_result output_compare(struct output *output)
{
    struct orphans orphans;
    if (!finish(output) || !find_orphans(output, &orphans))
        return OUTPUT_FAILED;
    for (size_t i = 0; i < output->count; i++) {
        if (output->files[i]->state != FILE_SAME) {
            printf("%s: %s\n", output->files[i]->state == FILE_MISSING ? "missing" : "differs",
                   output->files[i]->path);
        }
    }
    size_t extra = 0;
    for (size_t i = 0; i < orphans.lines.count; i++) {
        if (orphans.states[i] != FILE_MISSING) {
            printf("extra: %s\n", orphans.lines.lines[i].path);
            extra++;
        }
    }
    return extra == 0 && is_up_to_date(output) ? OUTPUT_OK : OUTPUT_DRIFT;
}

bool output_list(struct output *output, struct buffer *out)
{
    if (!finish(output))
        return false;
    manifest_render(out, &output->manifest);
    return true;
}
