/* compose.h - from what clauses say to sentences of the controlled language. Only the files of this
 * room that compose include it.
 *
 * All sentences are taken apart first, since what one means may depend on another: who is limited to
 * assigned patients, what is published, what must never be. Then each clause is composed by the
 * function of its saying (reading.c). What opens rows is kept as openings until the end, when
 * drafts, prohibitions and words that were left over have had their say (openings.c). */
#ifndef GENERATOR_PROSE_COMPOSE_H
#define GENERATOR_PROSE_COMPOSE_H

#include "prose/clause.h"

/* A sentence of the prompt. */
struct prose_sentence {
    struct ast_sentence *sentence;
    size_t number;      /* in the spec, from 0 */
    struct text *whole; /* NULL: it has a form of the language, or is nothing to be read */
    struct text *text;  /* without words that nothing is known of, see clause.h */
    struct prose_sentence
        *under;          /* the title that says who, where it is an item of a list; see listed.h */
    bool is_titled;      /* it says not who, and a title above it may */
    bool is_joined;      /* the whole begins with the people of that title */
    struct units people; /* where it is such a title: what of it is read before its items */
    struct clauses clauses;
    bool is_partial;       /* words are left over: what it would open stays closed */
    struct ast_line **end; /* where its next line goes */
    bool has_fault;        /* something that it says cannot be */
    bool opens;            /* it has something that the words left over keep closed */
    const bool *is_left;   /* for each unit of the whole: nothing accounts for it; known at last */
};

/* Somebody whom the prompt speaks of. */
struct prose_role {
    enum person_kind kind;
    const char *noun;            /* "lab technician" */
    const char *plural;          /* "labTechnicians" */
    const char *name;            /* of the Parse role: "labTechnician" */
    struct draft_class *profile; /* or NULL */
    bool is_limited;             /* to assigned patients */
    bool has_patients;           /* some sentence speaks of those assigned to it */
    struct vector assigned;      /* the classes of which some sentence gives it theirs */
    struct vector all_read;      /* the classes of which some sentence lets it read all */
    bool is_introduced;          /* a sentence says who they are */
    bool is_approved;            /* a sentence says who approves them */
    struct ast_line
        *assumed[2]; /* that admins do, and why: dropped where a sentence says who does */
};

/* A condition on rows, by a field of their class. */
struct prose_condition {
    const char *field;
    bool negated;
    const char *values[8];
    size_t value_count;
    bool is_new;  /* "as drafts": which all are at first where there are steps from there */
    bool is_time; /* "until signed": the values behind it are meant, too, see later.h */
};

enum { MOST_CONDITIONS = 6 };

/* What "only" is said of: which rows or fields they are, what is done with them, or with what there was
 * spoken of before; or of rows about which words may be left over. */
enum only { ONLY_NOTHING, ONLY_ROWS, ONLY_DEEDS, ONLY_DEEDS_OF_SAME, ONLY_IF_LEFT };

/* Somebody may do something with rows of a class. */
struct opening {
    struct prose_sentence *sentence;
    const struct prose_role *role;   /* NULL: the users of `actor` */
    const char *actor;               /* a field of the class */
    const struct prose_role *as;     /* they are of that role besides; or NULL */
    unsigned operations;             /* enum deed values, ored */
    const struct field_said *fields; /* of an update: the only ones */
    struct draft_class *class;
    enum whose whose;   /* OWN, ASSIGNED or ALL */
    const char *people; /* ASSIGNED: "patients" */
    struct prose_condition conditions[MOST_CONDITIONS];
    size_t condition_count;
    bool is_written;              /* a sentence says it */
    bool is_never;                /* they must not */
    const struct subject *except; /* a ban's: "nobody else" than these; or NULL */
    bool is_fixed;                /* a ban's: rows of these values stay as they are */
    bool is_of_step;      /* a ban's: nothing is made as what a step that is forbidden leads to */
    bool is_of_access;    /* a ban's: no access to fields, so that they are not written, either */
    bool is_of_anonymous; /* a ban's: of whoever is not signed in */
    bool is_of_users;     /* a ban's: of users, by that word */
    bool is_exclusive;    /* nobody else may */
    bool is_kept_for;     /* "reserved for doctors": others do nothing with it */
    enum only only;       /* no more than this is opened to them */
    bool is_restriction;  /* "restrict them to ...": it narrows rather than opens */
    bool narrows;         /* something was taken by its "only" */
    size_t clause;        /* where in its sentence its clause begins */
    const struct ast_rule *written; /* the rule of a sentence that has a form, or NULL */
    unsigned written_operations;    /* of that, and how many conditions it had */
    size_t written_conditions;
    bool is_general;   /* one of many classes that the sentence does not name */
    bool is_unsaid;    /* the sentence does not say whose */
    bool has_drafts;   /* clients read its drafts, since nobody publishes it */
    const char *vague; /* the words that leave that open; or NULL */
    struct stretch words;
    const struct said *of; /* the clause that it is from; or NULL */
    bool is_dropped;
};

enum deed { DEED_READ = 1, DEED_CREATE = 2, DEED_UPDATE = 4, DEED_DELETE = 8 };

/* A class whose rows stay as they are, or are private, and the sentence that says so. */
struct append_only {
    const struct draft_class *class;
    const struct prose_sentence *sentence;
};

/* "Visit.status goes draft -> signed" */
struct lifecycle_said {
    struct ast_line *line; /* NULL: none was said in this sentence */
    const struct thing *what;
    const struct draft_class *class;
    const char *field;
    const char *states;
    const char *other_states;    /* another way from the first of them, or NULL */
    struct ast_line *other_line; /* what says so */
};

/* The value that a step leads to, and of which class. */
struct value_reached {
    const struct draft_class *class; /* NULL: no step was spoken of */
    const struct draft_field *field;
    const char *value;
};

struct composer {
    struct arena *arena;
    struct diag *diag;
    struct draft *draft;
    struct lexicon *lexicon;
    struct world *world;
    struct vector sentences;       /* of struct prose_sentence */
    bool is_composed;              /* all of them are */
    struct vector roles;           /* of struct prose_role */
    struct vector openings;        /* of struct opening */
    struct vector made;            /* classes whose objects some sentence makes, see look_ahead.c */
    struct vector published;       /* of struct draft_class */
    struct vector private_classes; /* of struct append_only: "reports are private" */
    struct ast_rule **last_rule;   /* where the next one of the spec goes */
    struct map closed;             /* classes that a line says are closed */
    struct map said;               /* lines that a later sentence does not say again */
    struct prose_role *client;     /* whose records they are; NULL: the users' */
    bool is_first;                 /* the clause begins its sentence */
    const struct subject *last_who;    /* of this clause, or the one before it in the sentence */
    const struct subject *last_to;     /* whom the clause before it was for */
    const struct subject *before_who;  /* who was spoken of before this clause */
    const struct subject *earlier_who; /* of the last clause that says so in any sentence */
    const struct thing *last_what;
    const struct thing *earlier_what; /* of the last clause that says so in any sentence */
    bool last_is_trail;
    bool last_is_exclusive; /* nobody else may what the clause before says */
    enum saying last_saying;
    const struct clause_form *last_form;
    struct vector append_only; /* of struct append_only */
    struct vector readers;     /* who alone reads which fields, see kept_fields.c */
    struct vector no_sign_up;  /* of struct prose_role, who must not sign up */
    bool no_sign_up_of_all;
    struct prose_sentence *no_sign_up_by; /* the last sentence that says so */
    const struct act *last_acts;
    struct lifecycle_said last_steps; /* the values that followed each other last */
    struct value_reached reached;     /* by the last clause about who may do what */
    const struct said *last_stamp;    /* the last clause about what is set with a step */
    enum mode last_mode;
    bool has_prose;            /* some sentence has no form */
    struct prose_sentence *at; /* the sentence being composed */
    const struct said *now;    /* and its clause; or NULL */
};

#endif
