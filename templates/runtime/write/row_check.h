/* row_check.h - whether a row may be written as somebody wants to write it: the app's rules, and
 * fields that are theirs alone to change. row_write.c asks before and after each insert and update; a
 * refusal undoes it, since each request runs in a savepoint. */
#ifndef RUNTIME_WRITE_ROW_CHECK_H
#define RUNTIME_WRITE_ROW_CHECK_H

#include "read/row_image.h"
#include "write/row_change.h"

/* Before an insert: no client makes one of the roles that the app's rules speak of (119). */
bool row_check_new(struct row_change *change);

/* After an insert: the row has one owner by whatever way that is found (142, for the master key,
 * too), and a rule lets the principal create such a row (119). */
bool row_check_inserted(struct request *request, const struct class *class, struct text object_id);

/* Where another row has a value already that the row must have alone: whether it would otherwise be there, by the rules
 * (119). To who may not make it the other one would tell of itself. */
bool row_check_taken(struct request *request, const struct row_image *image);

/* Before an update: for the fields that it sets or unsets, and those whose relations it changes, a
 * rule lets the principal change them in this row (119, with the field's name). Pointers that say
 * whose the row is need a rule that names them or is about all rows, its ACL one about all rows or the
 * principal's own. */
bool row_check_change(struct row_change *change);

/* After an update: as after an insert, but that the principal may update such a row. */
bool row_check_updated(struct request *request, const struct class *class, struct text object_id);

#endif
