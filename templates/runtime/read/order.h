/* order.h - `order` of a request becomes the keys that rows are sorted by. */
#ifndef RUNTIME_READ_ORDER_H
#define RUNTIME_READ_ORDER_H

#include "read/rows.h"
#include "request/request.h"

enum { ORDER_LIMIT = 16 }; /* keys */

/* Reads "-createdAt,name,address.city,$score" into the query, or nothing when it is absent. Fails
 * with 105 for what is no field, with 119 for one that is hidden from the principal. */
bool order_read(struct request *request, struct row_query *query);

/* The column of a field that rows can be sorted by, whoever asks; false when there is none. */
bool order_find_column(const struct class *class, struct text name, struct order_key *key);

#endif
