/* upload_check.h - what is asked of a file before it is stored: who uploads, how it is called, how large it is, and what
 * its contents are. */
#ifndef RUNTIME_ROUTES_UPLOAD_CHECK_H
#define RUNTIME_ROUTES_UPLOAD_CHECK_H

#include "routes/files.h"

/* Fails as parse-server does when a file is not stored. */
bool upload_fail(struct request *request, const char *message);

/* Whether the principal may upload at all. */
bool upload_check_uploader(struct request *request);

/* -1: not known yet. */
bool upload_check_size(struct request *request, int64_t size);

/* Checks what is to be stored under the name, and makes its record. */
bool upload_make_record(struct request *request, struct text name, struct upload *upload);

/* Of the request's upload; `begin` are its first bytes, of which there are more only where those fill a chunk. */
bool upload_check_contents(struct request *request, struct text begin);

#endif
