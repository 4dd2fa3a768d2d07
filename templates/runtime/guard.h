/* guard.h - who may do what with which rows: the one gate.
 *
 * guard_permits() answers for the class (class-level permissions), guard_add_predicate() for its
 * rows (the app's rules as a ceiling, the object's ACL as a narrowing). rows.c calls both for every
 * statement over a class table, and nothing else makes such statements; a check over the sources
 * holds that. */
#ifndef GUARD_H
#define GUARD_H

#include "class.h"
#include "request.h"
#include "sql.h"

/* Whether the principal may do this to some rows of the class at all; fails with 119 ("Permission
 * denied for action find on class Message.") or 101 where parse-server hides the class. */
bool guard_permits(struct request *request, const struct class *class, enum operation operation);

/* Appends " AND (...)", or nothing for the master key: the rows of the class, named by its quoted
 * table name, that the principal may get, find, count, update or delete. */
void guard_add_predicate(struct request *request, struct sql *sql, const struct class *class,
                         enum operation operation);

/* Whether a field is hidden from the principal by the class's protectedFields. */
bool guard_hides_field(struct request *request, const struct class *class, int field);

#endif
