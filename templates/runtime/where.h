/* where.h - a `where` in Parse's query language becomes an SQL predicate. */
#ifndef WHERE_H
#define WHERE_H

#include "class.h"
#include "request.h"
#include "sql.h"

/* Appends " AND (...)" for each constraint; nothing for an empty or absent where. Fails with 102
 * and names what is wrong. A key that the principal may not see is refused (119). */
bool where_add_predicate(struct request *request, struct sql *sql, const struct class *class,
                         const cJSON *where);

#endif
