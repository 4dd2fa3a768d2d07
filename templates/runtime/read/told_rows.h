/* told_rows.h - of which rows somebody may be told that others had to do with them. */
#ifndef RUNTIME_READ_TOLD_ROWS_H
#define RUNTIME_READ_TOLD_ROWS_H

#include "model/class.h"
#include "request/request.h"

/* Appends a JSON array of those of the ids (a JSON array of texts) whose rows are the principal's own and
 * would be shown to it by a get, hooks of finding included; *count says how many. A row that is gone counts
 * where the principal may get all of its own rows of the class, whatever they hold and by whichever way they are
 * its own: of another nobody knows any more whether it was one that is kept from its owner, such as a draft. Nothing is entered in the
 * audit trail. */
bool told_rows_write(struct request *request, const struct class *class, struct text ids,
                     struct buffer *json, size_t *count);

/* The name that a user goes by among professionals, where nobody is kept from reading it; no text: none. */
bool told_name_find(struct request *request, struct text user_id, struct text *name);

#endif
