/* store_text.h - the functions of full-text search: text_score(text, term, options) and
 * text_query(term), as store_functions.h describes them. */
#ifndef RUNTIME_STORE_STORE_TEXT_H
#define RUNTIME_STORE_STORE_TEXT_H

#include "store/store_functions.h"

/* Makes both known to a connection. */
bool store_register_text_functions(struct sqlite3 *database);

#endif
