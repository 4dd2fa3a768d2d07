/* store_log.h - the writer's log, written in large pieces.
 *
 * SQLite writes each page of a commit to its log with two system calls, one for 24 bytes. What the
 * writer appends is gathered here and written at once, before the log is put on disk. */
#ifndef RUNTIME_STORE_STORE_LOG_H
#define RUNTIME_STORE_STORE_LOG_H

/* The name of the file system that does so, to open the writer's database with
 * (sqlite.org/vfs.html); NULL, which is the usual one, when it cannot be had. */
const char *store_log_register(void);

#endif
