/* write_all.h - all bytes to a file, or an error. */
#ifndef RUNTIME_BASE_WRITE_ALL_H
#define RUNTIME_BASE_WRITE_ALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* False with errno. */
bool write_all(int file, const void *bytes, size_t length);

/* The same from an offset on. */
bool write_all_at(int file, const void *bytes, size_t length, int64_t offset);

#endif
