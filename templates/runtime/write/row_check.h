/* row_check.h - whether a row may be written as somebody wants to write it: the app's rules,
 * fields that are theirs alone to change, lifecycles and requirements. rows.c asks before and after
 * each insert and update; a refusal undoes it, since each request runs in a savepoint. */
#ifndef RUNTIME_WRITE_ROW_CHECK_H
#define RUNTIME_WRITE_ROW_CHECK_H

#include "model/class.h"
#include "request/request.h"

/* Before an insert: fields with a lifecycle are in its first state. Fails with 142. The master key
 * may put an object in at any state, since it may come from elsewhere. */
bool row_check_new(struct request *request, const struct class *class, const void *object);

/* After an insert: the row has what its values require, and one owner by whatever way that is found
 * (142, for the master key, too), and a rule lets the principal create such a row (119). */
bool row_check_inserted(struct request *request, const struct class *class, struct text object_id);

/* Before an update: for the fields that it sets or unsets, and those whose relations it changes
 * (`related`, a flag for each field, or NULL), a rule lets the principal change them in this row
 * (119, with the field's name). Pointers that say whose the row is need a rule that names them or is
 * about all rows, its ACL one about all rows or the principal's own. Fields with a lifecycle take one of its steps (142), by somebody who may (119); the
 * steps bind the master key, too. */
bool row_check_change(struct request *request, const struct class *class, const void *object,
                      const bool *related);

/* After an update: as after an insert, but that the principal may update such a row. */
bool row_check_updated(struct request *request, const struct class *class, struct text object_id);

#endif
