/* class_access.h - who may do what with which rows of a class: what its access.c holds, and guard/
 * works from. */
#ifndef RUNTIME_MODEL_CLASS_ACCESS_H
#define RUNTIME_MODEL_CLASS_ACCESS_H

#include "model/class.h"

/* Class-level permission for one operation; with nothing set only the master key passes. */
struct permission {
    bool everyone;
    bool requires_authentication;
    const struct text *principals; /* user ids and "role:NAME" */
    size_t principal_count;
    const int *pointer_fields; /* fields whose user may, row by row */
    size_t pointer_field_count;
};

/* Fields hidden from a principal: "*", "role:NAME", "userField:NAME" or a user id. */
struct protected_fields {
    struct text principal;
    const int *fields;
    size_t field_count;
};

/* Whom a rule is for: everybody or users, of whom the rows may name one, or a role's users. */
enum rule_audience { AUDIENCE_EVERYONE, AUDIENCE_SIGNED_IN, AUDIENCE_ROLE };

struct rule_who {
    enum rule_audience audience;
    struct text role; /* AUDIENCE_ROLE: its name */
    const char *rows; /* SQL predicate over the class's rows; NULL: all of them */
};

/* Why a rule shows somebody a row: the words in which people are told are in guard/audit_subject.c. */
enum rule_ground {
    GROUND_RULE, /* the rule is about all rows */
    GROUND_OWN,
    GROUND_ASSIGNMENT,
    GROUND_GRANT,
    GROUND_CONSENT,
    GROUND_EMERGENCY,
    GROUND_COUNT
};

/* A way to rows of the class: one disjunct of the ceiling that the app's rules set. Where its texts
 * say :user the principal's id is bound, where they say :now the time in milliseconds. */
struct class_rule {
    unsigned operations; /* 1U << enum operation, ored */
    struct rule_who who;
    const char *when; /* what a row must be like besides; of an update: before it. NULL: anything */
    const int *fields;  /* the only ones that an update may change */
    size_t field_count; /* 0: all fields */
    bool of_owner;      /* the rows are the principal's own, or all: an update may set their ACL */
    bool
        acl_narrows; /* a row's ACL may take from what the rule opens: who is meant is neither named
                           by a role, nor the row's own person */
    enum rule_ground ground;
    const char *said; /* "agent.md:34: Users can read their own Entry."; NULL: nothing is known */
};

/* What sentences besides those rules say that may hide or refuse something; for those who ask why. */
enum sentence_kind {
    SENTENCE_HIDES,   /* the fields, from some */
    SENTENCE_STEPS,   /* between values of a field */
    SENTENCE_CLOSES,  /* the class, but for what rules open */
    SENTENCE_FREEZES, /* rows never change */
    SENTENCE_SIGNS,   /* changes */
    SENTENCE_TELLS    /* what it tells is all that is to be known of it */
};

struct class_sentence {
    enum sentence_kind kind;
    /* What it has to do with a create, an update or a delete, which is told wherever it may come into play; NULL:
     * nothing, or what is judged says so itself. */
    const char *told[OPERATION_TOTAL];
    const int *fields;
    size_t field_count; /* 0: it is about the class */
    const char *said;
};

struct class_access {
    struct permission permissions[OPERATION_TOTAL];
    const struct protected_fields *protected_fields;
    size_t protected_count;
    const char
        *default_acl; /* of objects created without one, as acl_for_creator() takes it; or NULL */
    /* The app's rules. A class that is ruled has no other ceiling than these: nobody but the master
     * key reaches a row that no rule opens, and ACLs narrow only what the rules say. */
    bool is_ruled;
    const struct class_rule *rules;
    size_t rule_count;
    /* The pointers by which rules find whose a row is. They stay as they are, but for rules over all
     * rows and those that name them: who may change a row may not so give or take it away. */
    const int *guarding;
    size_t guarding_count;
    const char
        *same_owner;   /* SQL: the ways to a row's owner lead to one user; NULL: there is one */
    const char *owned; /* SQL: the rows that lead to :user and so are part of its record; or NULL */
    /* The same the other way round: for each way to a user a select of the columns id, owner and helps, in which
     * :more stands for further ones, and :rows for which rows (guard/owners.h). */
    const char *const *owners;
    size_t owner_count;
    bool is_grant; /* its rows give others access: who makes one shares, who deletes one revokes */
    unsigned audits; /* 1U << enum operation, ored: the reads that the audit trail has, audit.h */
    bool opened_in_emergency; /* to who holds emergency access (emergency.h) */
    bool is_silent;           /* nobody is told what happens to its rows: live/ */
    const char *own_records;  /* SQL: the row is of the principal's own record; to all others it is
                                 disclosed with a notice (disclosure.h). NULL: without */
    const char *disclosed_by; /* SQL, "FROM ... WHERE ...": the consents by which the principal may
                                 read a row, once " AND" names the row; NULL: none */
    const struct class_sentence *sentences;
    size_t sentence_count;
    /* What the schema calls readUserFields and writeUserFields: permissions[] has them, too. */
    const int *read_user_fields;
    size_t read_user_field_count;
    const int *write_user_fields;
    size_t write_user_field_count;
};

/* The sentence of the kind about the field, or about the class where there is none; NULL: there is neither, or
 * there are several about the field. A field of -1 asks for the class alone. */
const char *class_said(const struct class *class, enum sentence_kind kind, int field);

static inline const char *class_said_or(const struct class *class, enum sentence_kind kind,
                                        int field, const char *otherwise)
{
    const char *said = class_said(class, kind, field);

    return said ? said : otherwise;
}

#endif
