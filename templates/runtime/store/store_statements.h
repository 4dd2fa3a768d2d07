/* store_statements.h - what the connections ask of their statements. */
#ifndef RUNTIME_STORE_STORE_STATEMENTS_H
#define RUNTIME_STORE_STORE_STATEMENTS_H

#include "store/store_connection.h"

/* Some errors let the engine undo the whole transaction by itself (sqlite.org/lang_transaction.html).
 * What came after would be kept, statement by statement. */
bool store_has_lost_transaction(const struct store_connection *connection);

/* Drops all statements, of which none is in use. */
void store_forget_statements(struct store_connection *connection);

#endif
