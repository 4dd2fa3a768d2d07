/* store_step.h - one step of a statement, for the room itself: above it nobody steps by hand, so that
 * no error can be taken for an answer (sql_next(), sql_run()). */
#ifndef RUNTIME_STORE_STORE_STEP_H
#define RUNTIME_STORE_STORE_STEP_H

#include "store/store.h"

enum store_step {
    STORE_ROW,
    STORE_DONE,
    STORE_NOT_UNIQUE, /* a unique constraint refused the row: store_conflict() names it */
    STORE_STOPPED,    /* the statement, or a regular expression of it, takes too many steps */
    STORE_ERROR
};

enum store_step store_step(struct store_statement *statement);

/* What a statement was prepared with, and by whom. */
struct store_connection *store_connection_of(const struct store_statement *statement);
struct text store_text_of(const struct store_statement *statement);

#endif
