/* file_url.h - the URLs of files, and what one that is signed stands for.
 *
 *     https://host/parse/files/APPID/NAME?expires=SECONDS&as=USER&session=ID&of=CLASS/ID&signature=...
 *
 * The signature says no more than that this server gave the URL to that user, in that session, for that row. Whether
 * the session goes on and the user may have the file is asked again when the URL is used (files.c). `as` is "*" for
 * the master key and empty for nobody, neither of whom has a session; who is answered without one gets no URL that works.
 * `of` is empty in the answer to an upload, and CLASS/ID@N for a version of the row. */
#ifndef RUNTIME_FILES_FILE_URL_H
#define RUNTIME_FILES_FILE_URL_H

#include "request/request.h"

enum { FILE_URL_SECONDS = 900 };

/* The row that names a file. */
struct file_place {
    struct text class_name; /* no text: there is no row, the user has uploaded the file */
    struct text object_id;
    int64_t version; /* 0: the row as it is */
};

/* What a URL's query says. */
struct file_link {
    struct text expires;
    struct text as;
    struct text session; /* the session's objectId */
    struct text of;
    struct text signature;
};

/* Appends the URL for the request's principal; signed, unless the app's files are open to everybody. */
void file_url_write(struct buffer *buffer, const struct request *request,
                    const struct file_place *place, struct text name);

/* Reads the request's parameters. */
struct file_link file_link_of(const struct request *request);

/* Whether the link was made by this server for this file, with any key of the ring, and has not expired. */
bool file_link_is_good(const struct file_link *link, struct text name, int64_t now);

/* Reads "CLASS/ID" or "CLASS/ID@N"; false for anything else, "" included. */
bool file_place_read(struct text of, struct file_place *place);

/* The place in a URL that a client sends back; false when it says none. It is what the client says: the guard
 * has to be asked. */
bool file_place_of_url(struct arena *arena, struct text url, struct file_place *place);

#endif
