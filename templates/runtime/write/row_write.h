/* row_write.h - how rows are inserted, updated, deleted and related: what may refuse it is asked first
 * (row_check.h), and all of it is in the request's savepoint. */
#ifndef RUNTIME_WRITE_ROW_WRITE_H
#define RUNTIME_WRITE_ROW_WRITE_H

#include "read/rows.h"

/* Inserts the object (id, dates and ACL set), with what the app's stamps set in it (stamps.h), for
 * which the principal needs the create permission
 * and, where the class is ruled, a rule that opens such a row (row_check.h). Fails with 137 on a
 * clash of unique values, with 202 and 203 for a user's name and e-mail. */
bool rows_insert(struct request *request, const struct class *class, void *object);

/* Writes the fields that are FIELD_SET or FIELD_UNSET, those that the app's stamps set in the object,
 * the ACL when has_acl, and updatedAt. The row
 * must have been selected for OPERATION_UPDATE in this transaction; `related` marks the fields
 * whose relations the caller is about to change, or is NULL. Fails as rows_insert() does, and where
 * the app's rules forbid the change (row_check.h). */
bool rows_update(struct request *request, const struct class *class, void *object,
                 const bool *related);

/* What rows_update() asks before it writes: whether the change may be made. May set stamps in the object. */
bool rows_may_update(struct request *request, const struct class *class, void *object,
                     const bool *related);

/* Of that, whether a rule lets the principal change these fields at all, whatever they become. */
bool rows_may_change(struct request *request, const struct class *class, void *object);

/* Deletes the row, which must have been selected for OPERATION_DELETE in this transaction, and the
 * rows of join tables that name it. Fails with 119 where it has to stay (retention.h). */
bool rows_delete(struct request *request, const struct class *class, struct text object_id);

/* Deletes every row of the class, and those of join tables that name one. For the master key only.
 */
bool rows_delete_all(struct request *request, const struct class *class);

/* Adds to or removes from a relation of the class, of an object that was inserted or was selected
 * for OPERATION_UPDATE in this transaction. What is there or gone already stays so. */
bool rows_relate(struct request *request, const struct class *class,
                 const struct class_field *relation, struct text owning_id, struct text related_id,
                 bool add);

#endif
