/* write_all.h - all bytes to a file, or an error. */
#ifndef RUNTIME_BASE_WRITE_ALL_H
#define RUNTIME_BASE_WRITE_ALL_H

#include <stdbool.h>
#include <stddef.h>

/* False with errno. */
bool write_all(int file, const void *bytes, size_t length);

#endif
