/* read_up_to.h - as many bytes of a file as there are, however many reads it takes. */
#ifndef RUNTIME_BASE_READ_UP_TO_H
#define RUNTIME_BASE_READ_UP_TO_H

#include <stddef.h>
#include <sys/types.h>

/* How many were read: the length, or less at the file's end; -1 with errno. */
ssize_t read_up_to(int file, void *bytes, size_t length);

#endif
