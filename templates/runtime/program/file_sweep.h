/* file_sweep.h - stored files that nothing names any more go after a while (docs/files.md).
 *
 * A pass looks through the database (file_holders.h), notes on the writer since when nothing has named a
 * file, and takes those away that have been so for --orphan-seconds. A row that takes such a file between
 * the search and that moment clears what was noted, in its own transaction, and so keeps it. The row of
 * the file goes first and is on disk before its contents go; contents without a row, which a crash may
 * leave, go as well, when they are as old. */
#ifndef RUNTIME_PROGRAM_FILE_SWEEP_H
#define RUNTIME_PROGRAM_FILE_SWEEP_H

#include "request/server.h"

struct file_sweep;

/* How long a file may be an orphan, in ms; 0: for ever. */
int64_t file_sweep_patience(const struct app *app, const struct options *options);

/* Starts the thread that makes the passes; the writer is there. NULL, with the reason in the log, when that
 * fails. */
struct file_sweep *file_sweep_start(struct server *server);

/* To be called before the writer is stopped. NULL is allowed. */
void file_sweep_stop(struct file_sweep *sweep);

#endif
