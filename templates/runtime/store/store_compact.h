/* store_compact.h - the database written anew, so that nothing is left in it of what was deleted. */
#ifndef RUNTIME_STORE_STORE_COMPACT_H
#define RUNTIME_STORE_STORE_COMPACT_H

#include "store/store.h"

/* To be called by the writer, outside of a transaction: writes the whole database anew, which takes its time, and
 * cuts off its log. False when that fails, or when somebody reads or follows an older state for ten seconds; it may be
 * tried again. */
bool store_compact(struct store_connection *connection);

#endif
