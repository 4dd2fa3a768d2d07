/* files.h - the routes of /files. Files are values only: their contents are kept elsewhere, and
 * this server says so instead of answering "not found" to an upload. */
#ifndef FILES_H
#define FILES_H

#include "request.h"

bool files_refuse_nameless(struct request *request);
bool files_refuse(struct request *request);
bool files_get(struct request *request);
bool files_delete(struct request *request);

#endif
