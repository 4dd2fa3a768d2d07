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
#include "prose/reading.h"

/* A sentence of the prompt. */
struct prose_sentence {
    struct ast_sentence *sentence;
    size_t number;      /* in the spec, from 0 */
    struct text *whole; /* NULL: it has a form of the language, or is nothing to be read */
    struct text *text;  /* without words that nothing is known of, see clause.h */
    struct clauses clauses;
    bool is_partial;       /* words are left over: what it would open stays closed */
    struct ast_line **end; /* where its next line goes */
    bool has_fault;        /* something that it says cannot be */
    bool opens;            /* it has something that the words left over keep closed */
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
    bool is_introduced;          /* a sentence says who they are */
    bool is_approved;            /* a sentence says who approves them */
};

/* A condition on rows, by a field of their class. */
struct prose_condition {
    const char *field;
    bool negated;
    const char *values[8];
    size_t value_count;
};

enum { MOST_CONDITIONS = 6 };

/* Somebody may do something with rows of a class. */
struct opening {
    struct prose_sentence *sentence;
    const struct prose_role *role;   /* NULL: the users of `actor` */
    const char *actor;               /* a field of the class */
    unsigned operations;             /* enum deed values, ored */
    const struct field_said *fields; /* of an update: the only ones */
    struct draft_class *class;
    enum whose whose;   /* OWN, ASSIGNED or ALL */
    const char *people; /* ASSIGNED: "patients" */
    struct prose_condition conditions[MOST_CONDITIONS];
    size_t condition_count;
    bool is_written;                /* a sentence says it */
    bool is_never;                  /* they must not */
    bool is_exclusive;              /* nobody else may */
    const struct ast_rule *written; /* the rule of a sentence that has a form, or NULL */
    unsigned written_operations;    /* of that, and how many conditions it had */
    size_t written_conditions;
    bool is_general; /* one of many classes that the sentence does not name */
    struct stretch words;
    bool is_dropped;
};

enum deed { DEED_READ = 1, DEED_CREATE = 2, DEED_UPDATE = 4, DEED_DELETE = 8 };

/* A class whose rows stay as they are, and the sentence that says so. */
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

struct composer {
    struct arena *arena;
    struct diag *diag;
    struct draft *draft;
    struct lexicon *lexicon;
    struct world *world;
    struct vector sentences;           /* of struct prose_sentence */
    struct vector roles;               /* of struct prose_role */
    struct vector openings;            /* of struct opening */
    struct vector published;           /* of struct draft_class */
    struct ast_rule **last_rule;       /* where the next one of the spec goes */
    struct map closed;                 /* classes that a line says are closed */
    struct map said;                   /* lines that a later sentence does not say again */
    struct prose_role *client;         /* whose records they are; NULL: the users' */
    bool is_first;                     /* the clause begins its sentence */
    const struct subject *last_who;    /* of this clause, or the one before it in the sentence */
    const struct subject *earlier_who; /* of the last clause that says so in any sentence */
    const struct thing *last_what;
    const struct thing *earlier_what; /* of the last clause that says so in any sentence */
    bool last_is_trail;
    enum saying last_saying;
    const struct clause_form *last_form;
    struct vector append_only; /* of struct append_only */
    struct vector no_sign_up;  /* of struct prose_role, who must not sign up */
    bool no_sign_up_of_all;
    struct prose_sentence *no_sign_up_by; /* the last sentence that says so */
    const struct act *last_acts;
    struct lifecycle_said last_steps; /* the values that followed each other last */
    enum mode last_mode;
    bool has_prose;            /* some sentence has no form */
    struct prose_sentence *at; /* the sentence being composed */
};

/* Adds a line to the sentence being composed. */
struct ast_line *compose_line(struct composer *composer, const char *line);
void compose_assumption(struct composer *composer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Says that a sentence contradicts another one, here and as a diagnostic. */
void compose_contradiction(struct composer *composer, struct prose_sentence *sentence,
                           const struct prose_sentence *other);

/* Says that the words of a stretch are accounted for by nothing after all. */
void compose_leave(struct composer *composer, struct stretch words);

/* Says that a word of a sentence with a form is accounted for by nothing. */
struct ast_line *compose_word_left(struct composer *composer, const struct ast_name *name);

/* "A, B and C" of names in a vector. */
const char *compose_list(struct arena *arena, const struct vector *names);

/* Whether the phrase has the word as it is written. */
bool compose_has_word(const struct composer *composer, struct stretch words, const char *word);

/* Roles (roles.c). */
struct prose_role *compose_role(struct composer *composer, enum person_kind kind, const char *noun);
/* As compose_role(), and says who they are where nothing has. */
struct prose_role *compose_introduced(struct composer *composer, enum person_kind kind,
                                      const char *noun);
struct prose_role *compose_admins(struct composer *composer);
/* Says that the care assignment is the admins' to keep. */
void compose_assignment(struct composer *composer);
/* The pointer of the class that leads to people of the role, or NULL. */
const struct draft_field *compose_role_field(const struct composer *composer,
                                             const struct draft_class *class,
                                             const struct prose_role *role);
void compose_known_roles(struct composer *composer);

/* Sentences that have a form (written.c): says who there is for the roles that they speak of, and takes
 * what they open among the openings, so that drafts and bans hold for them, too. */
void compose_written(struct composer *composer);
/* The sentences of openings that became others lose their form; their lines say what is left. */
void compose_rewrite(struct composer *composer);
/* Brings the rules that were added, from the first one on, among the others: all in the order of their
 * sentences. */
void compose_sort_rules(struct composer *composer, struct ast_rule **first);
/* Takes back the sign-up of those who must not, and says that the two sentences contradict. */
void compose_close_sign_up(struct composer *composer);

/* Classes (classes.c). */
bool compose_is_message(const struct draft_class *class, const char **sender,
                        const char **recipient);
bool compose_is_grant(const struct composer *composer, const struct draft_class *class);
/* The classes that belong to a patient, or to users where there is no class of patients. */
void compose_records(const struct composer *composer, struct vector *classes);
/* The values of the class's status when the first is draft, or NULL; the field that has them. */
const struct ast_value *compose_draft_values(const struct draft_class *class,
                                             const struct draft_field **field);
bool compose_is_published(const struct composer *composer, const struct draft_class *class);
bool compose_is_records_class(const struct composer *composer, const struct draft_class *class);

/* What "messages" and "threads" are listed by, or NULL. */
const char *compose_thread_field(const struct draft_class *class);

/* The functions of the sayings. */
void compose_access(struct composer *composer, const struct said *said);
void compose_audit(struct composer *composer, const struct said *said);
void compose_append_only(struct composer *composer, const struct said *said);
void compose_protection(struct composer *composer, const struct said *said);
void compose_sign_up(struct composer *composer, const struct said *said);
void compose_approval(struct composer *composer, const struct said *said);
void compose_assigning(struct composer *composer, const struct said *said);
void compose_accounts(struct composer *composer, const struct said *said);
void compose_session_more(struct composer *composer, const struct said *said);
void compose_session_end(struct composer *composer, const struct said *said);
void compose_consent(struct composer *composer, const struct said *said);
void compose_sign_up_as(struct composer *composer, const struct said *said);
void compose_sign_up_approved(struct composer *composer, const struct said *said);
void compose_accounts_by(struct composer *composer, const struct said *said);
void compose_messages(struct composer *composer, const struct said *said);
void compose_narrowed(struct composer *composer, const struct said *said);
void compose_unchanged(struct composer *composer, const struct said *said);
void compose_shared(struct composer *composer, const struct said *said);
void compose_revoked(struct composer *composer, const struct said *said);
void compose_lifecycle_more(struct composer *composer, const struct said *said);
void compose_disclosure(struct composer *composer, const struct said *said);
void compose_steps_by(struct composer *composer, const struct said *said);
void compose_set_to(struct composer *composer, const struct said *said);
void compose_notified(struct composer *composer, const struct said *said);
void compose_kept(struct composer *composer, const struct said *said);
void compose_versions(struct composer *composer, const struct said *said);
void compose_export(struct composer *composer, const struct said *said);
void compose_lifecycle(struct composer *composer, const struct said *said);
void compose_no_overlap(struct composer *composer, const struct said *said);
void compose_emergency(struct composer *composer, const struct said *said);
void compose_signature(struct composer *composer, const struct said *said);

/* The names of the classes that things mean; of the patient and all that is his, where there are
 * none. */
struct vector compose_class_names(struct composer *composer, const struct thing *things);

/* "An", "a" before a name. */
const char *compose_article(const char *name);

/* The plural of a role as a sentence begins. */
const char *compose_capital(struct arena *arena, const char *word);

/* The pointers from a class to another, as rules write them: "claim.member"; NULL: none lead there. */
const char *compose_way(const struct composer *composer, const struct draft_class *from,
                        const char *to);

/* Before composing: what other sentences need to know of this clause. */
void compose_look_ahead(struct composer *composer, const struct said *said);

/* The classes that a thing means. */
void compose_targets(struct composer *composer, const struct thing *thing, struct vector *classes);

/* What the clause is about: its own things, with what it says of them apart, or those of the clause
 * before. */
const struct thing *compose_what(struct composer *composer, const struct said *said);

/* Turns a condition as said into one of the class; false when it cannot be one of it. */
bool compose_condition(const struct composer *composer, const struct draft_class *class,
                       const struct condition_said *said, struct prose_condition *condition);

/* Notes that the rows of a class stay as they are; compose_keep() says so, too. */
void compose_note_kept(struct composer *composer, const struct draft_class *class);
void compose_keep(struct composer *composer, struct draft_class *class);

/* Lets people take a step, and change nothing but its field. */
void compose_step(struct composer *composer, const struct said *said, const struct thing *what,
                  const char *field, const char *states);

/* Whether a sentence that is read whole says which steps the field takes; whether any sentence says one
 * that leads on from the value. */
bool compose_has_steps(const struct composer *composer, const struct draft_class *class,
                       const char *field);
bool compose_leads_on(const struct composer *composer, const struct draft_class *class,
                      const char *field, const char *value);

/* The roles that a subject means: more than one where it is "staff". */
void compose_roles(struct composer *composer, const struct subject *who, struct vector *roles);

/* Whoever the clause is about: those of the clause before where it does not say. Where no clause does
 * it is whoever has an account, if the prompt knows of no patients; else nobody, NULL. */
const struct subject *compose_who(struct composer *composer);

/* Whether "who" at the start of a clause are those of the clause before: they were named right before. */
bool compose_follows(const struct composer *composer, const struct said *said);

/* The pointer of a grant to whom it gives something, or NULL (grants.c). */
const char *compose_grantee(struct composer *composer, const struct draft_class *class);

/* Openings (openings.c). */
void compose_open(struct composer *composer, const struct opening *opening);
void compose_close(struct composer *composer);

/* "their own Visit": grants that let others read (grants.c). */
void compose_grants(struct composer *composer, const struct subject *who);

#endif
