/* row_account.h - what each part of the guard, and each rule, says of one row: for those who ask why.
 *
 * The predicates are the guard's own, asked one by one instead of together. */
#ifndef RUNTIME_READ_ROW_ACCOUNT_H
#define RUNTIME_READ_ROW_ACCOUNT_H

#include "guard/guard.h"
#include "request/request.h"

/* What a rule says, where it is for the operation and the principal. */
struct rule_account {
    bool applies;
    bool rows; /* the row is one of those that it is about */
    bool when; /* it is as the rule wants it */
    bool acl;  /* its ACL leaves it to the principal, or may not narrow the rule */
};

struct row_account {
    bool is_there; /* whoever asks; else what follows is false */
    bool parts[GUARD_PART_COUNT];
    struct rule_account *rules; /* for each of the class's */
};

/* No text for the id: a row that is in no database, so that only rules that are for the principal are told.
 * Fails only when the database does. */
bool row_account_read(struct request *request, const struct class *class, enum operation operation,
                      struct text object_id, struct row_account *account);

#endif
