/* settle.c - see settle.h. */
#include "emit/settle.h"

#include "base/file.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

bool settle_report(const char *path)
{
    fprintf(stderr, "caregen: %s: %s\n", path, strerror(errno));
    return false;
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
    return file_read(arena, full_path, bytes, length) || errno == ENOENT ||
           settle_report(full_path);
}

/* Reads the folder's manifest; none there is an empty one. */
static bool read_manifest(struct arena *arena, const char *folder, struct manifest *manifest)
{
    char *text;
    size_t length;
    if (!read_file(arena, folder, manifest_path, &text, &length))
        return false;
    if (text && !manifest_parse(arena, text, length, manifest)) {
        fprintf(stderr, "caregen: %s/%s: not a manifest of generated files\n", folder,
                manifest_path);
        return false;
    }
    return true;
}

void settle_begin(struct settling *settling, struct arena *arena, enum output_purpose purpose,
                  const char *folder)
{
    *settling = (struct settling){.purpose = purpose, .folder = folder};
    pthread_mutex_init(&settling->mutex, NULL);
    if (sodium_init() < 0) {
        fputs("caregen: libsodium cannot be initialised\n", stderr);
        settling->has_failed = true;
        return;
    }
    if (purpose == OUTPUT_LIST)
        return;
    settling->is_new = !file_exists(folder);
    if (!settling->is_new)
        settling->has_failed = !read_manifest(arena, folder, &settling->old);
    else if (purpose == OUTPUT_COMMIT)
        settling->has_failed =
            !stage_open(&settling->stage, arena, folder) && !settle_report(folder);
}

/* Compares what is on disk with this run's text, or with none (an orphan). */
static enum file_state examine(const struct settling *settling, struct arena *arena,
                               const char *path, const char *text, size_t text_length)
{
    char *bytes = NULL;
    size_t length = 0;
    if (text && file_holds(path_in(arena, settling->folder, path), text, text_length))
        return FILE_SAME;
    bool is_missing = text && errno == ENOENT;
    if (!is_missing && !read_file(arena, settling->folder, path, &bytes, &length))
        return FILE_FAILED;
    if (!bytes)
        return FILE_MISSING;
    char hash[MANIFEST_HASH_SIZE];
    manifest_hash_into(hash, bytes, length);
    return manifest_has_hash(&settling->old, path, hash) ? FILE_STALE : FILE_FOREIGN;
}

enum file_state settle_examine_orphan(const struct settling *settling, struct arena *scratch,
                                      const char *path)
{
    enum file_state state = examine(settling, scratch, path, NULL, 0);
    arena_clear(scratch);
    return state;
}

/* Puts a file at the end of the temporary one, with the mutex held. */
static bool append_aside(struct settling *settling, struct emitted_file *file)
{
    if (!settling->aside && !(settling->aside = tmpfile()))
        return settle_report("a temporary file");
    if (fwrite(file->buffer.bytes, 1, file->length, settling->aside) != file->length)
        return settle_report("a temporary file");
    file->place = settling->aside_length;
    settling->aside_length += (off_t)file->length;
    return true;
}

static bool put_aside(struct settling *settling, struct emitted_file *file)
{
    pthread_mutex_lock(&settling->mutex);
    bool is_done = append_aside(settling, file);
    pthread_mutex_unlock(&settling->mutex);
    return is_done;
}

static bool put_on_stage(const struct settling *settling, struct arena *scratch,
                         const struct emitted_file *file)
{
    const struct stage *stage = &settling->stage;
    return stage_write(stage, file->path, file->buffer.bytes, file->length) ||
           settle_report(path_in(scratch, stage->path, file->path));
}

/* Keeps a file's text where the commit finds it; true, too, when there is nothing to be kept. */
static bool keep(struct settling *settling, struct arena *scratch, struct emitted_file *file)
{
    if (settling->purpose != OUTPUT_COMMIT || file->state == FILE_SAME)
        return true;
    return settling->is_new ? put_on_stage(settling, scratch, file) : put_aside(settling, file);
}

void settle_file(struct settling *settling, struct arena *scratch, struct emitted_file *file)
{
    if (settling->has_failed)
        return;
    const char *text = file->buffer.bytes;
    file->length = file->buffer.length;
    manifest_hash_into(file->hash, text, file->length);
    file->state = settling->purpose == OUTPUT_LIST || settling->is_new
                      ? FILE_MISSING
                      : examine(settling, scratch, file->path, text, file->length);
    if (file->state == FILE_FAILED || !keep(settling, scratch, file))
        settling->has_failed = true;
    file->buffer = (struct buffer){0};
    arena_clear(scratch);
}

bool settle_finish(struct settling *settling)
{
    if (!settling->has_failed && settling->aside && fflush(settling->aside) != 0)
        settling->has_failed = !settle_report("a temporary file");
    return !settling->has_failed;
}

const char *settle_text(const struct settling *settling, struct arena *arena,
                        const struct emitted_file *file)
{
    char *bytes = arena_alloc(arena, file->length + 1);
    for (size_t done = 0; done < file->length;) {
        ssize_t got = pread(fileno(settling->aside), bytes + done, file->length - done,
                            file->place + (off_t)done);
        if (got <= 0 && !(got < 0 && errno == EINTR))
            return NULL;
        done += got > 0 ? (size_t)got : 0;
    }
    return bytes;
}

void settle_end(struct settling *settling)
{
    if (settling->aside)
        fclose(settling->aside);
    pthread_mutex_destroy(&settling->mutex);
}
