/* rules.h - what the app's rules allow the principal: the ceiling over a class's rows, as SQL.
 *
 * The rules of a class (class.h) are ways in, each for some operations, people and rows. Only those
 * that are for this principal get into the statement, so that a patient's find is not slowed down
 * by what providers may see, and SQLite can use an index for each that is left. */
#ifndef RUNTIME_GUARD_RULES_H
#define RUNTIME_GUARD_RULES_H

#include "model/class.h"
#include "model/class_access.h"
#include "request/request.h"
#include "store/sql.h"

/* What of a rule counts. Of a row that is there: its conditions ("whose status is draft"), and where the
 * rule says so what the row's ACL leaves of it. Of one that has just been made its conditions; its
 * ACL is for what comes. One that has just been changed need not be as it was before: neither. */
enum rules_part { RULES_OF_STORED, RULES_OF_CREATED, RULES_OF_CHANGED };

/* Whether a rule of the class is for the principal and the operation; true where it has no rules.
 */
bool rules_permit(const struct class *class, enum operation operation,
                  const struct principal *principal);

/* Whether somebody is in the audience; the rows are another question. */
bool rules_address(const struct rule_who *who, const struct principal *principal);

/* Whether a rule is for the operation and the principal. */
bool rule_applies(const struct class_rule *rule, enum operation operation,
                  const struct principal *principal);

/* Appends " AND (...)": the rows of the class that a rule opens to the principal; nothing where the
 * class is not ruled, or where a rule opens all of them. */
void rules_add_ceiling(struct request *request, struct sql *sql, const struct class *class,
                       enum operation operation, enum rules_part part);

/* Appends the rows of one of the class's rules: a predicate in brackets. */
void rules_add_rows(struct request *request, struct sql *sql, const struct class *class,
                    const struct class_rule *rule, enum operation operation, enum rules_part part);

/* Appends what a row's ACL says: that the principal may read it, or for updates and deletes write it. */
void rules_add_acl(struct sql *sql, const struct class *class, enum operation operation,
                   const struct principal *principal);

/* Appends a predicate's text with :user and :now bound; of none, TRUE. */
void rules_add_predicate(struct request *request, struct sql *sql, const char *predicate);

/* The same with an SQL expression for :user; NULL: the principal's id. */
void rules_add_predicate_for(struct request *request, struct sql *sql, const char *predicate,
                             const char *user);

#endif
