/* said.h - what clauses of prose say, taken apart.
 *
 * A sentence has clauses; each says that somebody may, or must never, do something with something, or
 * something else that sayings.def lists. Nothing here is decided that depends on other sentences:
 * compose.h does that once all are read. Lists are chained by `next` and never changed once made,
 * since readings that do not work out in the end share them with those that do. */
#ifndef GENERATOR_PROSE_SAID_H
#define GENERATOR_PROSE_SAID_H

#include "prose/lexicon.h"
#include "prose/world.h"

/* Some units of a sentence, from first to before end. */
struct stretch {
    size_t first;
    size_t end;
};

/* Somebody. */
struct subject {
    enum person_kind kind;
    const char *noun;  /* "pharmacist", "lab technician"; what a field of a row is called */
    bool is_field;     /* "the sender": the users that the row points at */
    const char *class; /* "the sender of a Message"; NULL: of what the clause is about */
    bool assigned;     /* "assigned doctors" */
    bool consented;    /* "providers who have consent" */
    bool is_all;       /* "all users" */
    bool is_their;     /* "their patients" */
    bool is_the_one;   /* "the optometrist": of one row there is one */
    bool made;         /* "the optometrist who made them" */
    bool is_rest;      /* "everyone else" */
    bool is_anonymous; /* "visitors who are not signed in" */
    bool is_same;      /* "they": who was spoken of before */
    struct stretch words;
    const struct subject *next;
};

/* "whose status is (not) final or released". */
struct condition_said {
    bool negated;
    const char *field;               /* NULL: it goes by the value */
    const struct draft_class *class; /* where it names the class that it is about; or NULL */
    const char *values[8];
    size_t value_count;
    bool is_before; /* it stands before the thing: "signed visits" */
    bool is_new;    /* "as drafts": what they are when they are made */
    bool is_time;   /* "once", "until", "not yet": what becomes so stays so, see later.h */
    struct stretch words;
    const struct condition_said *next;
};

enum whose {
    WHOSE_UNSAID,
    WHOSE_OWN,
    WHOSE_ASSIGNED,
    WHOSE_ALL,
    WHOSE_FIELD, /* "in which they are the clinician" */
    WHOSE_MADE,  /* "that they created" */
    WHOSE_SHARED,
    WHOSE_OTHER /* "other patients' visits" */
};

enum thing_kind {
    THING_CLASS,   /* objects of a class */
    THING_FIELD,   /* fields of it, or of whatever class has such fields */
    THING_PEOPLE,  /* patients: what says who they are, and their records */
    THING_RECORDS, /* all that belongs to a patient */
    THING_ALL,     /* everything */
    THING_DRAFTS,
    THING_FILES,
    THING_FEEDBACK,
    THING_PROFILE, /* "their own profile": what says who one is */
    THING_SAME     /* "it", "them": what was spoken of before */
};

struct field_said {
    const char *name;
    const struct field_said *next;
};

/* Which fields of a profile are meant. */
enum details { DETAILS_ALL, DETAILS_PERSONAL, DETAILS_CONTACT };

/* Something. */
struct thing {
    enum thing_kind kind;
    struct draft_class *class; /* NULL where the kind has none */
    const struct field_said *fields;
    enum whose whose;
    bool whose_before;       /* it stood before the thing: "their X and Y" */
    bool is_shared_too;      /* "of assigned or consented patients" */
    const char *by;          /* WHOSE_FIELD: the field */
    const char *people;      /* the noun of "patients" in "visits of their patients"; NULL: none */
    bool says_version;       /* "the latest version of" */
    bool is_assigned;        /* it is itself assigned to somebody, rather than its patient */
    const char *assigned_to; /* the noun of "visits assigned to nurses"; NULL: of nobody else */
    bool is_some;            /* "selected", "with photos": not all of them */
    bool is_latest;          /* "the latest", of no version */
    bool is_sent;            /* "that they sent", "that they received", of messages */
    bool is_received;
    bool is_of_these;     /* "of those patients": of some that were spoken of before */
    bool is_short;        /* the class is called by its last word only */
    enum details details; /* of "their contact details" */
    const struct condition_said *conditions;
    struct stretch words;
    const struct thing *next;
};

/* A verb. */
struct act {
    const struct meaning *meaning; /* NULL: it is known by a value only, see SENSE_STEP */
    bool leads;                    /* to a value of some class */
    struct stretch words;
    const struct act *next;
};

enum mode { MODE_UNSAID, MODE_MAY, MODE_ONLY, MODE_NEVER };

#define SAYING(name) SAYS_##name,
enum saying {
#include "prose/sayings.def"
    SAYING_COUNT
};
#undef SAYING

/* A clause. */
struct said {
    enum saying saying;
    const struct clause_form *form;
    enum mode mode;
    bool exclusive; /* only those may */
    const struct subject *who;
    const struct subject *to; /* whom it is for, sent to, or done by besides */
    const struct act *acts;
    const struct thing *what;
    const struct thing *scope; /* whose and which, where the clause says it apart from its things */
    const struct condition_said *when;
    const char *states;       /* "draft -> final or withdrawn" */
    const char *other_states; /* "draft -> lost", where another way leads from the first; or NULL */
    const char *number;       /* of a duration */
    const char *unit;
    bool is_exception; /* "except visits", from what the clause before lets them do */
    bool has_thread;   /* it goes to a thread, or is in one */
    bool has_gap;      /* a word was taken out of it that nobody knows */
    bool flags[6];     /* what a form finds besides: see clauses.def */
    struct stretch words;
    const struct said *next;
};

#endif
