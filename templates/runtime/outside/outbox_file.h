/* outbox_file.h - the file DATA/outbox, in which servers up to 0.2.0 kept mails and webhooks that a stop had no time
 * for: they go to the table (outbox.h) at the first start. */
#ifndef RUNTIME_OUTSIDE_OUTBOX_FILE_H
#define RUNTIME_OUTSIDE_OUTBOX_FILE_H

#include "outside/outbox.h"

bool outbox_file_is_there(const struct options *options);

/* Puts what the file has into the table, on the writer: it may go once that is committed. */
bool outbox_file_take(struct request *request);

/* False, with the reason in the log, when the file cannot be removed. */
bool outbox_file_remove(const struct options *options);

#endif
