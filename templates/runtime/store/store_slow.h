/* store_slow.h - statements that take long: their text, which has no values, and the engine's plan. */
#ifndef RUNTIME_STORE_STORE_SLOW_H
#define RUNTIME_STORE_STORE_SLOW_H

#include "store/store_connection.h"

/* In microseconds: what a statement must have taken to be told of; 0: none is. */
extern int64_t store_slow_limit;

/* Microseconds, for measuring. */
int64_t store_slow_clock(void);

/* Tells the log of a statement that has been reset. */
void store_slow_tell(const struct store_statement *statement, int64_t microseconds);

#endif
