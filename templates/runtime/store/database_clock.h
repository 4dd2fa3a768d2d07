/* database_clock.h - how late it has become in a database, so that no server of it, whatever its
 * machine's clock says, keeps a time before that (date.h). */
#ifndef RUNTIME_STORE_DATABASE_CLOCK_H
#define RUNTIME_STORE_DATABASE_CLOCK_H

#include "store/store.h"

/* Takes up the time where the database has left it. False when it cannot be read. */
bool database_clock_resume(struct store_connection *connection);

/* Keeps how late it is, within the writer's transaction, now and then: it is to be called in each.
 * *noted_at is the caller's, 0 at first. False when it cannot be written. */
bool database_clock_note(struct store_connection *connection, int64_t *noted_at);

#endif
