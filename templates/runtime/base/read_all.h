/* read_all.h - bytes of a file, as many as were asked for or as there are. */
#ifndef RUNTIME_BASE_READ_ALL_H
#define RUNTIME_BASE_READ_ALL_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Reads on from where the file is, up to the length; less at its end, -1 with errno. */
ssize_t read_all(int file, void *bytes, size_t length);

/* The same from an offset on, whatever the file's place is, which stays. */
ssize_t read_all_at(int file, void *bytes, size_t length, int64_t offset);

#endif
