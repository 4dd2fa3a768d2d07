/* ast.h - what the inputs say, before anything is known about what it means.
 *
 * The schema (json_read.h) and the spec (spec_read.h) both become this tree, so everything after
 * the readers treats them alike. Each node keeps its place. Names are as on the wire: the readers
 * have applied the spec's Names section, turned User into _User, and left out objectId, createdAt,
 * updatedAt and ACL. model.h holds the other half, what it means.
 *
 * Read from the bottom: a tree has classes, and a class has fields. Lists are chained by `next`. */
#ifndef GENERATOR_READ_AST_H
#define GENERATOR_READ_AST_H

#include "base/json.h"
#include "base/source.h"
#include "model/model.h"

#include <stdbool.h>

/* A name or a value in a place. The text is NULL when there is none. */
struct ast_name {
    const char *text;
    struct span span;
};

/* One of the values that a field may take, or of the names in a list. */
struct ast_value {
    struct ast_name name;
    struct ast_value *next;
};

enum { AST_TYPE_FAULTY = -1, AST_ELEMENT_UNSTATED = -1 };

struct ast_type {
    int kind;    /* an enum field_type, or AST_TYPE_FAULTY: the fault has been reported */
    int element; /* of an Array: an enum field_type, or AST_ELEMENT_UNSTATED */
    struct ast_name target; /* the class a Pointer or Relation leads to */
    struct span span;
    bool is_assumed; /* nobody said it: schema_guess.h */
};

struct ast_field {
    struct ast_name name;
    const char *written; /* as that of a class */
    const char *gloss;   /* what parentheses behind it call it in another script, or NULL */
    struct ast_type type;
    bool required;
    bool unique;
    bool indexed;
    bool server_set;
    const struct json_value *default_value; /* or NULL */
    struct ast_value *values;               /* the only ones it may take; NULL: any */
    const char *renamed_from;               /* the name that it had, or NULL */
    struct ast_field *next;
};

struct ast_class {
    struct ast_name name;
    const char *written; /* in a spec: the name before Names, as it stands there */
    bool is_more;        /* beyond the prompt: its fields are added to a class of that name */
    struct ast_field *fields;
    const struct json_value *permissions; /* an object, or NULL */
    const struct json_value *indexes;     /* an object, or NULL */
    const char *renamed_from;             /* the name that it had, or NULL */
    struct ast_class *next;
};

/* A class or field of the Schema section that no line of Names maps, and that needs a name, or could
 * have a better one: not ASCII, or a field that starts with a capital letter. */
struct ast_unnamed {
    struct ast_name name;          /* as written */
    const struct ast_class *class; /* it, or the one that has the field */
    const struct ast_field *field; /* NULL: it is a class */
    const char *class_written;     /* the class's name before Names */
    bool is_needed;                /* not ASCII, so it is in no other list */
    struct ast_unnamed *next;
};

/* "Author.name is displayName.": name is a second name of displayName. */
struct ast_alias {
    struct ast_name class_name;
    struct ast_name second;
    struct ast_name first;
    struct ast_alias *next;
};

/* "Book.pages is String.": where the inputs disagree, this type holds. */
struct ast_type_choice {
    struct ast_name class_name;
    struct ast_name field;
    struct ast_type type;
    struct ast_type_choice *next;
};

/* "Message.patient is optional.": whether a field must be there, whatever the inputs say. */
struct ast_need {
    struct ast_name class_name;
    struct ast_name field;
    bool required;
    struct ast_need *next;
};

/* The places of a rule's form that differ from sentence to sentence (rule_forms.def). */
enum rule_slot {
    SLOT_ROLES,      /* patients and providers; everyone; users */
    SLOT_OPERATIONS, /* read, create and update */
    SLOT_CLASSES,    /* LabResult and Message */
    SLOT_FIELDS,     /* status and isRead; profile.user */
    SLOT_ACTORS,     /* the sender and the recipient; providers */
    SLOT_STATES,     /* draft -> active -> completed or cancelled, the arrows among them */
    SLOT_VALUES,     /* mild, moderate and severe; words, numbers, quoted texts */
    SLOT_PATIENTS,   /* one role */
    SLOT_NAME,       /* one word */
    SLOT_TARGET,     /* one field */
    SLOT_UNTIL,      /* expiresAt or revokedAt */
    SLOT_GRANT,      /* one word */
    SLOT_RECORDS,    /* LabResult and Visit, of which a grant lets others read */
    SLOT_TRIGGER,    /* one field: what a stamp waits for */
    SLOT_REACHED,    /* read or answered; the trigger's values */
    SLOT_EVENT,      /* created, updated, deleted, published */
    SLOT_FROM,       /* one field: where a stretch of time begins, and ends */
    SLOT_TO,
    SLOT_TYPE,   /* one word: String, Number, ... */
    SLOT_NUMBER, /* of a duration */
    SLOT_UNIT,   /* of a duration: minutes, hours, days, months, years */
    SLOT_COUNT
};

/* "whose status is (not) draft or active" */
struct ast_condition {
    struct ast_name field;
    bool negated;
    struct ast_value *values;
    struct ast_condition *next;
};

/* A sentence that has one of the forms, taken apart. */
struct ast_rule {
    enum rule_kind kind;
    enum rule_scope scope;
    const struct ast_sentence *sentence;
    size_t number;       /* of the sentence, from 0 */
    const char *reading; /* the sentence of the language that prose became, or NULL */
    struct ast_value *slots[SLOT_COUNT];
    struct ast_condition *conditions;
    struct ast_rule *next;
};

/* What a sentence of prose was read as, line by line. */
enum ast_line_kind {
    AST_LINE_BECOMES,      /* a sentence of the controlled language */
    AST_LINE_ASSUMED,      /* what was assumed for it, with the reason */
    AST_LINE_REPEATED,     /* another sentence became it before */
    AST_LINE_DROPPED,      /* said better by another line, or kept closed */
    AST_LINE_LEFT,         /* words that nothing accounts for */
    AST_LINE_UNENFORCED,   /* what it restricts, which nothing enforces */
    AST_LINE_FAULT,        /* what is wrong with it */
    AST_LINE_DELIVERED,    /* what is asked for, and where it is */
    AST_LINE_NOT_PROVIDED, /* what is asked for, and why it is not there */
    AST_LINE_NOTHING /* why there is no rule: every server does it, or it is to be delivered */
};

struct ast_line {
    enum ast_line_kind kind;
    const char *text;
    const char *asked;     /* of what is to be delivered: its words */
    struct span span;      /* of words that are left over */
    struct ast_rule *rule; /* of a line that becomes one */
    struct ast_line *next;
};

struct ast_sentence {
    struct span span;
    const char *section; /* "Security", in English whatever the input's language */
    const char *text;    /* on one line */
    bool understood;
    bool is_unread; /* a row of a table whose heads say what is not known: no prose to be read */
    bool is_aside;  /* a title, or a part of an introduction: it may say no rule */
    bool has_form;  /* it is a sentence of the controlled language itself */
    struct ast_line *lines; /* of prose (prose/reading.h); NULL: it has a form of the language */
    const struct ast *tree; /* that it is a part of: whose names a hint speaks in */
    struct ast_sentence *next;
};

/* A part of a spec, from its heading to the next one. */
struct ast_section {
    bool has_sentences;
    bool has_names;
    size_t start; /* of the heading */
    size_t body;  /* what stands behind it */
    size_t end;
    struct ast_section *next;
};

struct ast {
    const struct source *source;
    const struct source *whole; /* of a spec: the same with its comments, which the other lacks */
    struct ast_section *sections;
    struct ast_class *classes;
    struct ast_unnamed *unnamed;
    size_t proposed_names; /* lines of Names that nobody has confirmed, and the first of them */
    struct span proposed_name;
    struct ast_alias *aliases;
    struct ast_type_choice *type_choices;
    struct ast_need *needs;
    struct ast_rule *rules;
    struct ast_sentence *sentences;
    struct ast_sentence *asides; /* those that turned out to say no rule */
};

/* Whether something of the Schema section is out of the tree for want of a name. */
static inline bool ast_needs_names(const struct ast *ast)
{
    for (const struct ast_unnamed *at = ast->unnamed; at; at = at->next)
        if (at->is_needed)
            return true;
    return false;
}

/* What a rule says: its sentence, or what that was read as. */
static inline const char *ast_rule_text(const struct ast_rule *rule)
{
    return rule->reading ? rule->reading : rule->sentence->text;
}

#endif
