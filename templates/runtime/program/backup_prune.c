/* backup_prune.c - see backup_prune.h. */
#include "program/backup_prune.h"

#include "base/log.h"
#include "program/backup_manifest.h"
#include "program/follow_format.h"
#include "program/follow_records.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct shared_file {
    char id[FILE_ID_LENGTH];
    bool is_named;
};

struct shared_files {
    struct shared_file *files; /* in the order of their ids */
    size_t count;
    size_t capacity;
};

/* Whether the backup's manifest holds; the log says so where it does not. */
static bool does_hold(const struct backup_folder *folder, const struct backup_name *name)
{
    struct manifest_reader reader = {.file = NULL};
    int one = backup_folder_open_one(folder, name->text);
    const char *fault = one >= 0 ? manifest_open(&reader, one) : "cannot be opened";

    manifest_close(&reader);
    if (one >= 0)
        close(one);
    if (fault)
        log_error("%s/%s %s; it stays, and so do files that no other backup needs", folder->path,
                  name->text, fault);
    return !fault;
}

/* Removes what is beyond `keep`, from the newest to the oldest. */
static bool remove_old(struct backup_folder *folder, size_t keep, bool *all_hold)
{
    size_t holding = 0;

    *all_hold = true;
    for (size_t i = folder->count; i-- > 0;) {
        if (!does_hold(folder, &folder->names[i])) {
            *all_hold = false;
            continue;
        }
        if (++holding <= keep)
            continue;
        if (!backup_folder_remove(folder, folder->names[i].text))
            return false;
        memmove(&folder->names[i], &folder->names[i + 1],
                (folder->count - i - 1) * sizeof *folder->names);
        folder->count--;
    }
    return true;
}

static int compare(const void *a, const void *b)
{
    return memcmp(((const struct shared_file *)a)->id, ((const struct shared_file *)b)->id,
                  FILE_ID_LENGTH);
}

static bool add(struct shared_files *shared, const char *id)
{
    if (shared->count == shared->capacity) {
        size_t larger = shared->capacity ? shared->capacity * 2 : 1024;
        void *moved = realloc(shared->files, larger * sizeof *shared->files);
        if (!moved)
            return false;
        shared->files = moved;
        shared->capacity = larger;
    }
    shared->files[shared->count].is_named = false;
    memcpy(shared->files[shared->count++].id, id, FILE_ID_LENGTH);
    return true;
}

static bool is_older(int folder, const char *name, int64_t since)
{
    struct stat status;

    return fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
           status.st_mtim.tv_sec < since / 1000;
}

/* Lists the shared files; what a backup that was cut off has left of one goes. */
static bool list_shared(const struct backup_folder *folder, struct shared_files *shared,
                        int64_t since)
{
    DIR *list = backup_folder_entries(folder->files);
    const struct dirent *entry;
    bool done = list != NULL;

    while (done && (entry = readdir(list))) {
        const char *name = entry->d_name;
        if (strspn(name, "0123456789abcdef") != FILE_ID_LENGTH ||
            !is_older(folder->files, name, since))
            continue;
        if (!name[FILE_ID_LENGTH])
            done = add(shared, name);
        else if (strcmp(name + FILE_ID_LENGTH, ".part") == 0)
            unlinkat(folder->files, name, 0);
    }
    if (list)
        closedir(list);
    if (done && shared->count)
        qsort(shared->files, shared->count, sizeof *shared->files, compare);
    return done;
}

static void mark(struct shared_files *shared, const char *id)
{
    struct shared_file *found =
        shared->count ? bsearch(id, shared->files, shared->count, sizeof *shared->files, compare)
                      : NULL;

    if (found)
        found->is_named = true;
}

/* Those that a backup's log names: also what is behind a fault of it may, so then nothing goes. */
static bool mark_followed(int one, struct shared_files *shared)
{
    struct follow_records records;
    struct follow_record record;
    struct follow_file file;
    enum follow_step step = FOLLOW_BAD;

    if (follow_records_open(&records, one))
        while ((step = follow_records_next(&records, &record)) == FOLLOW_ONE)
            if (record.kind == FOLLOW_FILE &&
                follow_file_read(&file, records.payload, record.length))
                mark(shared, file.id);
    follow_records_close(&records);
    return step == FOLLOW_NONE || step == FOLLOW_CUT_OFF;
}

static bool mark_named(const struct backup_folder *folder, const struct backup_name *name,
                       struct shared_files *shared)
{
    struct manifest_reader reader = {.file = NULL};
    struct manifest_entry entry;
    int one = backup_folder_open_one(folder, name->text);
    bool done = one >= 0 && !manifest_open(&reader, one);

    while (done && shared->count && manifest_next(&reader, &entry))
        if (entry.id[0])
            mark(shared, entry.id);
    done = done && (!shared->count || manifest_is_read(&reader)) &&
           (!reader.head.has_log || mark_followed(one, shared));
    manifest_close(&reader);
    if (one >= 0)
        close(one);
    return done;
}

static bool remove_unnamed(const struct backup_folder *folder, int64_t since)
{
    struct shared_files shared = {NULL, 0, 0};
    bool done = list_shared(folder, &shared, since);

    for (size_t i = 0; done && i < folder->count; i++)
        done = mark_named(folder, &folder->names[i], &shared);
    for (size_t i = 0; done && i < shared.count; i++) {
        char id[FILE_ID_LENGTH + 1] = "";
        memcpy(id, shared.files[i].id, FILE_ID_LENGTH);
        done = shared.files[i].is_named || unlinkat(folder->files, id, 0) == 0;
    }
    if (!done)
        log_error("%s/files cannot be cleared of what no backup needs: %s", folder->path,
                  strerror(errno));
    free(shared.files);
    return done;
}

bool backup_prune(struct backup_folder *folder, size_t keep, int64_t since)
{
    bool all_hold;

    return remove_old(folder, keep, &all_hold) && (!all_hold || remove_unnamed(folder, since));
}
