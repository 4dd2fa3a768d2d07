/* told_path.h - what a request asked for, as the logs may have it: the pattern of its route with names of
 * the app's classes and ids of objects, and nothing else that a client sent. Paths may hold patients' data
 * as queries do: names of files, and what somebody types where a name belongs. */
#ifndef RUNTIME_REQUEST_TOLD_PATH_H
#define RUNTIME_REQUEST_TOLD_PATH_H

#include "request/request.h"

/* Writes it into TOLD_PATH bytes, with a NUL; "" where there is no route. */
enum { TOLD_PATH = 256 };
void told_path_write(char *path, const struct request *request);

#endif
