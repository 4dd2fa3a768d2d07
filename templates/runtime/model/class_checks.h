/* class_checks.h - what holds of a class's rows, whoever writes them, and whom to tell of it: what
 * its validate.c and notices.c hold, and write/ and objects/ work from. */
#ifndef RUNTIME_MODEL_CLASS_CHECKS_H
#define RUNTIME_MODEL_CLASS_CHECKS_H

#include "base/context.h"
#include "model/class_access.h"

/* The changes of a class's rows that may need an electronic signature. */
enum signed_change {
    SIGNED_CREATION,
    SIGNED_UPDATE,
    SIGNED_CORRECTION, /* any update but an acknowledgement */
    SIGNED_PUBLICATION /* the step out of the draft */
};

struct lifecycle_step {
    struct text from;
    struct text to;
};

/* How a String field moves from value to value. A field may have several: each adds its steps. */
struct lifecycle {
    int field;
    struct text initial; /* what it is in a new object */
    const struct lifecycle_step *steps;
    size_t step_count;
    const struct rule_who *actors; /* who may take these steps */
    size_t actor_count;            /* 0: whoever may update the row */
};

/* Fields that must be there when another has a certain value. */
struct requirement {
    int field;
    struct text value;
    const int *needs;
    size_t need_count;
};

/* A field that the server sets when another becomes a certain value, which is the same update. */
enum stamp_value { STAMP_NOW, STAMP_USER, STAMP_WORD };

struct stamp {
    int field;
    enum stamp_value value;
    struct text word; /* STAMP_WORD: of a String; "true" or "false" of a Boolean */
    int trigger;      /* a String or a Boolean */
    const struct text *reached;
    size_t reached_count;
};

/* The field by which the class's objects are published, and the value that it has before. */
struct publication {
    int field;
    struct text draft;
};

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

struct class_checks {
    /* Whether what is given of an object may be: what is required is not taken away, and words are
     * among those that there are. NULL: anything may. */
    bool (*check_values)(struct context *context, const void *object);
    /* Gives a new object the defaults of what is not given, and marks them in computed[]; fails when
     * something required is missing. NULL: there is neither. */
    bool (*complete)(struct context *context, void *object, bool *computed);
    bool append_only;        /* its rows do not change, whoever asks */
    unsigned signed_changes; /* 1U << enum signed_change, ored: made by signing only, signing.h */
    int64_t kept_ms;         /* no row goes before it is that old; 0: any row may */
    const struct lifecycle *lifecycles;
    size_t lifecycle_count;
    const struct requirement *requirements;
    size_t requirement_count;
    const struct stamp *stamps;
    size_t stamp_count;
    const struct publication *publication;         /* NULL: nothing is published */
    const struct acknowledgement *acknowledgement; /* NULL: nobody acknowledges */
    const struct no_overlap *no_overlaps;
    size_t no_overlap_count;
};

enum notice_event { NOTICE_CREATED, NOTICE_UPDATED, NOTICE_DELETED, NOTICE_PUBLISHED };

/* Whom to tell of an event: a select of users' ids, in which :row stands for the object's id. */
struct class_notice {
    enum notice_event event;
    const char *told;
};

struct class_notices {
    const struct class_notice *list;
    size_t count;
};

#endif
