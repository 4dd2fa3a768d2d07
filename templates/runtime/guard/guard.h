/* guard.h - who may do what with which rows: the one gate.
 *
 * guard_permits() answers for the class (class-level permissions), guard_add_predicate() for its
 * rows (the app's rules as a ceiling, the object's ACL as a narrowing). rows.c calls both for every
 * statement over a class table, and nothing else makes such statements; a check over the sources
 * holds that.
 *
 * Refusals name the operation and the class, as parse-server's do where
 * enableSanitizedErrorResponse is off, and no more. Which permission, rule or ACL refused is for the
 * server's log. */
#ifndef RUNTIME_GUARD_GUARD_H
#define RUNTIME_GUARD_GUARD_H

#include "model/class.h"
#include "model/class_access.h"
#include "request/request.h"
#include "store/sql.h"

/* "get", "find", ... "addField", as class-level permissions and refusals call it. */
const char *guard_operation_name(enum operation operation);

/* Fail with 119, "Permission denied for action update on class Visit."; the second names the field,
 * too. `why` is a constant text for the log: no value of a row. */
bool guard_refuse(struct request *request, const struct class *class, enum operation operation,
                  const char *why);
bool guard_refuse_field(struct request *request, const struct class *class,
                        enum operation operation, struct text field, const char *why);

/* Whether the principal may do this to some rows of the class at all; fails with 119, with 101
 * where somebody has to sign in first, with 209 for the sessions of nobody. Rows of a class that is
 * append-only are nobody's to update or delete. */
bool guard_permits(struct request *request, const struct class *class, enum operation operation);

/* Appends " AND (...)", or nothing for the master key: the rows of the class, named by its quoted
 * table name, that the principal may get, find, count, update or delete. */
void guard_add_predicate(struct request *request, struct sql *sql, const struct class *class,
                         enum operation operation);

/* What that is made of; each may refuse a row. */
enum guard_part {
    GUARD_DEVICE,   /* an installation is its device's */
    GUARD_RULES,    /* the app's rules */
    GUARD_POINTERS, /* class-level permissions that name fields */
    GUARD_OWNER,    /* a session is its user's */
    GUARD_ACL,      /* the row's ACL, where there are no rules */
    GUARD_PART_COUNT
};

/* Appends one of them: " AND (...)", or nothing where it asks nothing. */
void guard_add_part(struct request *request, struct sql *sql, const struct class *class,
                    enum operation operation, enum guard_part part);

/* Whether the permission lets the principal pass by name, so that no row has to name it in a field. */
bool guard_permits_by_name(const struct permission *permission, const struct principal *principal);

/* Whether a field is hidden from the principal, whatever the row: by the class's protectedFields
 * when every group that the principal belongs to hides it, and authData of users always. "userField:" groups are those of some
 * rows only and are not asked. */
bool guard_hides_field(struct request *request, const struct class *class, int field);

/* The same in a row where the principal belongs to some "userField:" groups: groups[] says for each
 * of the class's protected_fields whether it is such a group. */
bool guard_hides_field_in_row(struct request *request, const struct class *class, int field,
                              const bool *groups);

/* The field that a "userField:NAME" group is about, or NULL for another group. */
const struct class_field *guard_user_field(const struct class *class,
                                           const struct protected_fields *group);

#endif
