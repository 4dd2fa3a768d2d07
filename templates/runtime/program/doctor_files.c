/* doctor_files.c - the check of doctor.h that each file has its contents, in the folder or in the bucket. */
#include "program/doctor.h"

#include "files/blob_bucket.h"
#include "files/file_name.h"
#include "files/file_record.h"
#include "files/file_store.h"
#include "outside/transfer.h"
#include "program/files_bucket.h"
#include "store/sql.h"

#include <stdlib.h>
#include <sys/stat.h>

enum { FILES_AT_ONCE = 1000, FIRST_CONTENTS = 1024 };

struct contents {
    char id[FILE_ID_LENGTH];
    int64_t size;
};

/* What is looked through. */
struct look {
    const struct doctor *doctor;
    struct contents *contents; /* of the bucket, in the order of their ids */
    size_t contents_count;
    size_t capacity;
    struct text after; /* the name of the file that was looked at last */
    size_t looked_at;
    uint64_t count;
    uint64_t missing;
};

static bool note_contents(void *state, struct text id, int64_t size)
{
    struct look *look = state;

    if (look->contents_count == look->capacity) {
        size_t larger = look->capacity ? look->capacity * 2 : FIRST_CONTENTS;
        void *moved = realloc(look->contents, larger * sizeof *look->contents);
        if (!moved)
            return false;
        look->contents = moved;
        look->capacity = larger;
    }
    memcpy(look->contents[look->contents_count].id, id.bytes, FILE_ID_LENGTH);
    look->contents[look->contents_count++].size = size;
    return true;
}

static int compare(const void *a, const void *b)
{
    return memcmp(((const struct contents *)a)->id, ((const struct contents *)b)->id,
                  FILE_ID_LENGTH);
}

/* What the bucket has, where there is one. False when that cannot be told, which has been said. */
static bool look_at_bucket(struct doctor *doctor, struct look *look)
{
    struct object_store bucket;
    bool has;
    bool done = files_bucket_find(&bucket, &has, doctor->data, doctor->options.files_credentials,
                                  doctor->arena);

    if (done && !has)
        return true;
    bucket.attempts = 2;
    done = done && transfer_init() && blob_bucket_each(&bucket, note_contents, look);
    if (done) {
        if (look->contents)
            qsort(look->contents, look->contents_count, sizeof *look->contents, compare);
        doctor_say(doctor, "bucket", DOCTOR_WELL, NULL, "s3://%s/%s has %zu contents",
                   bucket.bucket, bucket.prefix, look->contents_count);
    } else {
        doctor_say(doctor, "bucket", DOCTOR_BROKEN,
                   "Uploads and downloads fail until it answers: see to its credentials "
                   "(AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY or --files-credentials) and its "
                   "rights.",
                   "the bucket of the files cannot be looked at: %s", doctor->message);
    }
    return done;
}

static bool is_in_bucket(const struct look *look, struct text id, int64_t size)
{
    struct contents key = {.size = 0};
    const struct contents *found;

    if (!look->contents)
        return false;
    memcpy(key.id, id.bytes, FILE_ID_LENGTH);
    found = bsearch(&key, look->contents, look->contents_count, sizeof *look->contents, compare);
    return found && found->size == file_store_size_on_disk(size);
}

static bool has_contents(const struct look *look, struct arena *arena, struct text name,
                         int64_t size)
{
    struct text id = file_record_id(name);
    const char *path =
        arena_printf(arena, "%s/files/%.*s", look->doctor->data, TEXT_PRINTED(id)).bytes;
    struct stat status;

    return (path && stat(path, &status) == 0 && status.st_size > 0) || is_in_bucket(look, id, size);
}

/* Some of the files, behind those that were looked at. */
static bool look_at_files(struct look *look, struct arena *arena)
{
    struct context context = {.arena = arena};
    struct store_statement *rows =
        sql_statement(&context, look->doctor->store,
                      "SELECT \"name\", \"size\" FROM \"_File\" WHERE \"name\" > ?1 "
                      "ORDER BY \"name\" LIMIT ?2",
                      SQL_VALUES(sql_text(look->after), sql_int64(FILES_AT_ONCE)));
    struct text last = look->after;
    bool found;
    bool done;

    look->looked_at = 0;
    while ((done = sql_next(&context, rows, &found)) && found) {
        look->looked_at++;
        last = arena_copy(arena, store_column_text(rows, 0));
        look->missing += !has_contents(look, arena, last, store_column_int64(rows, 1));
    }
    store_release(rows);
    look->after = arena_copy(look->doctor->arena, last);
    look->count += look->looked_at;
    return done && look->after.bytes;
}

void doctor_check_files(struct doctor *doctor)
{
    struct look look = {.doctor = doctor, .after = text_of("")};
    struct arena arena;
    bool done;

    if (!doctor->is_readable)
        return;
    doctor->message[0] = '\0';
    if (!look_at_bucket(doctor, &look)) {
        free(look.contents);
        return;
    }
    arena_init(&arena);
    do {
        done = look_at_files(&look, &arena);
        arena_reset(&arena);
    } while (done && look.looked_at == FILES_AT_ONCE);
    arena_release(&arena);
    free(look.contents);
    if (!done)
        doctor_say(doctor, "files", DOCTOR_BROKEN, NULL, "the list of files cannot be read: %s",
                   store_error(doctor->store));
    else if (look.missing)
        doctor_say(doctor, "files", DOCTOR_BROKEN,
                   "Put their contents back from a backup's files/.",
                   "%llu of %llu files have no contents", (unsigned long long)look.missing,
                   (unsigned long long)look.count);
    else
        doctor_say(doctor, "files", DOCTOR_WELL, NULL, "%llu, none without contents",
                   (unsigned long long)look.count);
}
