/* ownership.h - whose a row is, and whose record may be taken along. */
#ifndef RUNTIME_READ_OWNERSHIP_H
#define RUNTIME_READ_OWNERSHIP_H

#include "model/class.h"
#include "request/request.h"
#include "store/sql.h"

/* Appends " AND (...)": the rows of the class that lead to the user. None, where no way does. */
void rows_add_owned(struct request *request, struct sql *sql, const struct class *class,
                    struct text user_id);

/* Whether a rule lets the principal export its own record. */
bool rows_may_export(struct request *request, bool *may);

/* Whether a rule lets the principal see who has looked at its own record. */
bool rows_may_see_report(struct request *request, bool *may);

/* Whether a rule lets the principal erase itself. */
bool rows_may_erase(struct request *request, bool *may);

#endif
