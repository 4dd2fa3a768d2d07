/* explanation.h - who may do what to which object, and why, or why not.
 *
 * What the server would answer is found by asking as it does when it is asked; what follows are the
 * permissions, rules, ACL and fields that admit or refuse, each asked by itself (row_account.h). Nothing
 * is written, and hooks of saves are not called. For the operator: what is said here tells of rows that
 * the user may not know of. */
#ifndef RUNTIME_OBJECTS_EXPLANATION_H
#define RUNTIME_OBJECTS_EXPLANATION_H

#include "request/request.h"

enum finding_verdict {
    FINDING_ADMITS,
    FINDING_REFUSES,
    FINDING_ASIDE /* it neither admits nor refuses: it is for others, or about other rows */
};

struct finding {
    enum finding_verdict verdict;
    const char *what;   /* "permission", "rule", "acl", "field", ... */
    struct text detail; /* in words */
    const char *said;   /* the sentence with its place, or NULL */
    struct finding *next;
};

/* What is asked, and what comes of it. */
struct explanation {
    const struct class *class;
    enum operation operation;
    struct text object_id; /* no text: whether any row could be */
    int64_t version;       /* of a get; 0: the row as it is */
    const cJSON *change;   /* of an update: the body that would be sent; NULL: an empty one */

    bool is_there;             /* there is such a row, whoever asks */
    bool is_allowed;           /* of an update, as far as it is known before it is made */
    struct parse_error answer; /* what the server answers when it is not; else no code */
    struct finding *first;
    struct finding **end;
};

/* Explains for request->principal; the first members are set, the others are filled. Fails only when
 * something cannot be read. */
bool explanation_make(struct request *request, struct explanation *explanation);

/* The operation that guard_operation_name() calls so; "read" is get. OPERATION_TOTAL: there is none. */
enum operation operation_from_word(struct text word);

#endif
