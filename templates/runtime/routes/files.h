/* files.h - the routes of /files: uploads, downloads, removal; docs/files.md tells the whole. */
#ifndef RUNTIME_ROUTES_FILES_H
#define RUNTIME_ROUTES_FILES_H

#include "files/file_record.h"
#include "request/request.h"

/* What a client sends to be stored; the worker puts it here before anything else looks at the body. */
struct upload {
    struct text content_type; /* as the client says it, or no text */
    struct text bytes;        /* where they are there; else: */
    bool streams;             /* they come after prepare, file_writer.h */
    int64_t announced;        /* how many; -1: nobody knows */
    struct file_writer *writer;
    struct file_record record; /* what prepare makes of it */
};

bool files_refuse_nameless(struct request *request);

/* POST /files/:name. The contents are on disk before the file's row is written: a crash in between leaves a
 * file without a row, which nobody can name, and never a row without a file. */
bool files_create_prepare(struct request *request);
bool files_create(struct request *request);

/* Bytes of an upload that streams have come: takes some, at least one unless a chunk is to be written first by
 * files_write(), on a thread that may wait. Both fail where there is something wrong with them. */
bool files_take(struct request *request, const char *bytes, size_t length, size_t *taken);
bool files_write(struct request *request);

/* GET /files/:app/:name, with a signature, a session or the master key; and without, where the app's files are
 * open. Missing, foreign and expired are refused alike. */
bool files_get(struct request *request);

/* DELETE /files/:name, for the master key. Files that a version names stay. */
bool files_delete(struct request *request);

/* Stores a file as files_create() does, for the request's principal, on the thread that calls; *name is what
 * it is called from then on. For the server's own use. */
bool files_keep(struct request *request, struct text name, struct text content_type,
                struct text bytes, struct text *stored_name);

/* Reads a whole file into the request's arena. Whether the principal may have it is the caller's to know. Fails
 * with 101 when there is no such file. */
bool files_read_all(struct request *request, struct text name, struct text *content_type,
                    struct text *bytes);

#endif
