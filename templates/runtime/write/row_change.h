/* row_change.h - a write of one row, as a class's own checks see it: its validate.c.
 *
 * The row as it is and the row as it becomes are two objects of the class's struct, of which the
 * fields are filled that the checks look at (class_checks.watched). What is here is what those
 * checks are made of. Each fails with the answer of its kind; each asks first whether a field on
 * which its outcome depends is one that who makes the change is shown. */
#ifndef RUNTIME_WRITE_ROW_CHANGE_H
#define RUNTIME_WRITE_ROW_CHANGE_H

#include "model/class_checks.h"
#include "read/shown_row.h"
#include "request/request.h"

struct row_change {
    struct request *request;
    struct context *context; /* the request's */
    const struct class *class;
    void *object;        /* what is set and unset; stamps set more of it */
    const bool *related; /* for each field whether its relation changes, or NULL */
    bool is_new;
    const void *before; /* of a new row: nothing is set; NULL: the checks have nothing to look at */
    void *after;        /* of a new row: the object itself */
    bool *fired;        /* for each stamp */
    bool *stamped;      /* for each field */
    bool again;         /* a stamp fired: another may wait for what it set */
    /* The fields that the principal is shown, asked for once they matter. */
    struct shown_row found;
    bool asked;
    bool shown;
};

/* A row that is about to be inserted, or updated; the latter is read as far as it is watched. */
bool row_change_new(struct row_change *change, struct request *request, const struct class *class,
                    void *object);
bool row_change_of(struct row_change *change, struct request *request, const struct class *class,
                   void *object, const bool *related);

/* Whether the update sets or unsets the field, or changes its relation. */
bool change_has(const struct row_change *change, int field);

/* Whether the principal is shown the field in the row as it is; fails with 119, naming it. */
bool change_sees(struct row_change *change, int field);

/* The same without a refusal; *sees is false, too, where nothing of the row is shown. Fails only when the database does. */
bool change_asks(struct row_change *change, int field, bool *sees);

/* Of two fields that are judged together, one is written: the other one, unless it is as well, is
 * what the outcome tells. */
bool change_sees_other(struct row_change *change, int field);

/* Who makes the change: a user in the role; a user for whom the predicate holds in the row as it is
 * (:user, :now). The master key is everybody. */
bool change_is_by_role(const struct row_change *change, const char *role);
bool change_is_by_user(struct row_change *change, const char *predicate);

/* A step of a lifecycle. */
enum step { STEP_UNKNOWN, STEP_REFUSED, STEP_TAKEN };

static inline enum step step_if(bool may)
{
    return may ? STEP_TAKEN : STEP_REFUSED;
}

/* A new row has the value with which the lifecycle starts (142). */
bool lifecycle_starts(const struct row_change *change, int field, const char *initial);

/* The field keeps its value, or takes a step from it: one that there is (142), by who may (119). A
 * row from before there was a lifecycle starts with it. */
bool lifecycle_moves(struct row_change *change, int field, const char *initial,
                     enum step (*step)(struct row_change *change, struct text from,
                                       struct text to));

/* Where the field has the value, the other one is there, too (142). */
bool requirement_holds(struct row_change *change, int field, const char *value, int need);

#endif
