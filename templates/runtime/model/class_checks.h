/* class_checks.h - what holds of a class's rows, whoever writes them, and whom to tell of it: what
 * its validate.c and notices.c hold, and write/ and objects/ work from. */
#ifndef RUNTIME_MODEL_CLASS_CHECKS_H
#define RUNTIME_MODEL_CLASS_CHECKS_H

#include "base/context.h"
#include "model/class_access.h"

/* What says that an object has been acknowledged; any other change of the object takes it back. */
struct acknowledgement {
    int field; /* a Boolean */
    int at;
    int by;
};

/* Rows for which the predicate holds and that agree in some fields do not share time. */
struct no_overlap {
    const int *same;
    size_t same_count;
    int from;         /* a Date */
    int to;           /* a Date, which is not in it any more; -1: each row is a moment */
    const char *when; /* SQL; NULL: all rows */
};

struct request;
struct row_change;

/* Each function is NULL where a class has nothing of its kind. Where they differ for those who have
 * the master key, write/row_write.c says so. */
struct class_checks {
    /* Whether what is given of an object may be: what is required is not taken away, and words are
     * among those that there are. */
    bool (*check_values)(struct context *context, const void *object);
    /* Gives a new object the defaults of what is not given, and marks them in computed[]; fails when
     * something required is missing. */
    bool (*complete)(struct context *context, void *object, bool *computed);
    bool append_only; /* its rows do not change, whoever asks */

    /* The fields that the following look at in a row_change. */
    const int *watched;
    size_t watched_count;
    bool (*check_new)(struct row_change *change);     /* lifecycles: how a row starts */
    bool (*check_step)(struct row_change *change);    /* lifecycles: where it may go from there */
    bool (*check_signed)(struct row_change *change);  /* what is not done without a signature */
    bool (*check_stamped)(struct row_change *change); /* what a stamp has set stays */
    void (*stamp)(struct row_change *change);         /* what the server sets by itself */
    size_t stamp_count;
    const struct acknowledgement *acknowledgement;    /* NULL: nobody acknowledges */
    bool (*check_row)(struct row_change *change);     /* what holds of the row as it becomes */
    bool (*check_written)(struct row_change *change); /* what holds of it beside the others */
    /* Which rows stay; no text for the id: any row of the class. */
    bool (*check_delete)(struct request *request, struct text object_id);
};

enum notice_event { NOTICE_CREATED, NOTICE_UPDATED, NOTICE_DELETED, NOTICE_PUBLISHED };

/* Whom to tell of an event: a select of users' ids, in which :row stands for the object's id. */
struct class_notice {
    enum notice_event event;
    const char *told;
    /* Whether a write, an update or a create, brings a field to a value that is told of; NULL: all are. */
    bool (*becomes)(const void *stored, const void *object);
};

struct class_notices {
    const struct class_notice *list;
    size_t count;
    /* Whether an update is one of these events; NULL: it never is. Both objects are the class's: the
     * row as it was, and what the update sets. */
    bool (*publishes)(const void *stored, const void *object);
    bool (*acknowledges)(const void *stored, const void *object);
};

#endif
