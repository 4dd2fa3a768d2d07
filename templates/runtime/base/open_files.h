/* open_files.h - how many files the process may have open, connections among them. */
#ifndef RUNTIME_BASE_OPEN_FILES_H
#define RUNTIME_BASE_OPEN_FILES_H

#include <stdint.h>

enum {
    /* Files besides connections: the database by each thread, the log, what is up- and downloaded. */
    OPEN_FILES_BESIDES = 256
};

/* Asks the system for so many, and returns how many it allows; negative when that is not known. */
int64_t open_files_allow(int64_t wanted);

#endif
