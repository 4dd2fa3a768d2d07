/* model.h - what the inputs mean, after merging and checking.
 *
 * The model is the one thing that emitters read. It is complete (every pointer resolved, every name
 * decided, Parse's own classes and fields added), it is free of faults, and nobody changes it once
 * model_build() has returned it. All memory belongs to the arena it was built in.
 *
 * Read from the bottom: an app has classes, a class has fields. ast.h holds the other half, what
 * was written. */
#ifndef GENERATOR_MODEL_MODEL_H
#define GENERATOR_MODEL_MODEL_H

#include "base/map.h"
#include "base/source.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Parse's field types (Parse REST guide, "Data Types"). */
enum field_type {
    FIELD_STRING,
    FIELD_NUMBER,
    FIELD_BOOLEAN,
    FIELD_DATE,
    FIELD_OBJECT,
    FIELD_ARRAY,
    FIELD_POINTER,
    FIELD_RELATION,
    FIELD_FILE,
    FIELD_GEOPOINT,
    FIELD_POLYGON,
    FIELD_BYTES,
    FIELD_TYPE_COUNT
};

/* Who may do what with a class when neither rules nor class-level permissions say otherwise. */
enum access_default {
    ACCESS_OWNER, /* signed-in users only, each object its creator's */
    ACCESS_PUBLIC /* Parse's open default */
};

enum model_input { INPUT_NONE = 0, INPUT_SCHEMA = 1, INPUT_SPEC = 2 };

struct model_class;

struct model_field {
    const char *name;   /* as on the wire */
    const char *c_name; /* member of the class's struct; unique in it and no C keyword */
    const char *column; /* column name, before quoting; GeoPoint appends _latitude, _longitude */
    const char
        *record; /* what signatures call it: its first name (evolve/lock.h); NULL: its name */
    const char *renamed_from; /* its name in the model of the last migration, or NULL */
    enum field_type type;
    const struct model_class *target; /* Pointer and Relation, else NULL */
    int element_type;                 /* Array of T: an enum field_type; -1 when not stated */
    bool required;
    bool unique;
    bool server_set;           /* only the server or the master key may write it (_Session.user) */
    bool reserved;             /* clients write it by a rule that lists it, and not in a create */
    bool sealed;               /* encrypted in its column: SQL cannot look at it */
    bool indexed;              /* wants an index of its own; a unique field always has one */
    bool text_indexed;         /* a String that wants a full-text index */
    const char *default_json;  /* canonical JSON of the default value, or NULL */
    const char *const *one_of; /* the values that a String, or each element of an Array, may take */
    size_t one_of_count;       /* 0: any value */
    const char *const *file_types; /* extensions whose types files of the field may have */
    size_t file_type_count;        /* 0: any */
    const char *const *aliases;    /* further wire names of the same column */
    size_t alias_count;
    unsigned inputs;         /* enum model_input values, ored; INPUT_NONE for built-in fields */
    unsigned required_by;    /* the same: those that require it */
    struct span need_span;   /* of the sentence that says otherwise, where one does */
    struct span schema_span; /* of the field's name in each input */
    struct span spec_span;
    const char *written; /* the spec's own name for it, where its Names maps that; else NULL */
};

/* The operations that class-level permissions gate, in Parse's order. */
enum class_operation {
    OPERATION_GET,
    OPERATION_FIND,
    OPERATION_COUNT,
    OPERATION_CREATE,
    OPERATION_UPDATE,
    OPERATION_DELETE,
    OPERATION_ADD_FIELD,
    OPERATION_TOTAL /* how many there are */
};

/* "get", …: as class-level permissions, locks and documents say it. */
extern const char *const operation_names[OPERATION_TOTAL];

/* Who may do one operation. With nothing set, only the master key may. */
struct model_permission {
    bool everyone;                 /* "*" */
    bool requires_authentication;  /* any signed-in user */
    const char *const *principals; /* user ids and "role:NAME" */
    size_t principal_count;
    const struct model_field *const *pointer_fields; /* users these point at may, row by row */
    size_t pointer_field_count;
};

/* protectedFields: fields hidden from whom the key names ("*", "role:NAME", "userField:NAME", id).
 */
struct model_protected {
    const char *principal;
    const char *const *fields;
    size_t field_count;
};

struct model_index {
    const char *name;                        /* unique in the class */
    const struct model_field *const *fields; /* NULL for objectId, createdAt and updatedAt */
    const char *const *columns; /* quoted names with the direction, e.g. "\"patient\"" */
    size_t column_count;
    const char *keys; /* {"patient":1}, as the schema lists it; NULL: it lists no such index */
    bool unique;
};

/* Rules: what the spec's sentences mean (docs/spec-language.md, "Rules"). A sentence about three
 * classes and two roles becomes six rules, so that each speaks of one class, one role and one path.
 */
#define RULE_KIND(kind, name, reader, edited, carried, shown, asked, told, noted) RULE_##kind,
enum rule_kind {
#include "model/rule_kinds.def"
    RULE_KIND_COUNT
};
#undef RULE_KIND

/* Which rows of its class an access rule is about. */
enum rule_scope {
    SCOPE_ALL,
    SCOPE_OWN,      /* those whose path leads to the user */
    SCOPE_ASSIGNED, /* those whose path leads to somebody whom CareAssignment gives the user */
    SCOPE_GRANTED   /* those whose path leads to what a row of the grant's class names */
};

enum role_members {
    MEMBERS_EVERYONE,  /* signed in or not */
    MEMBERS_SIGNED_IN, /* every user */
    MEMBERS_ROLE,      /* the users of the Parse role */
    MEMBERS_PROFILE    /* the users who have an object of the profile's class */
};

/* Pointers to follow, one after the other, from an object. */
struct model_path {
    const struct model_field *const *steps;
    size_t length; /* 0: the object itself */
};

/* Whom a spec calls "patients". */
struct model_role {
    const char *name; /* as the spec first writes it */
    enum role_members members;
    const char *role_name;             /* MEMBERS_ROLE: of the Parse role */
    const struct model_class *profile; /* the class that stands for such a user, or NULL */
    struct model_path profile_user;    /* from the profile to its user */
    struct span span;
};

/* Somebody who may take a step of a lifecycle: a role, or whom a path from the row leads to. */
struct model_actor {
    const struct model_role *role; /* NULL: the user at the end of the path */
    struct model_path path;
};

/* "whose status is (not) draft or active": a String, Boolean or Number. */
struct model_condition {
    const struct model_field *field;
    bool negated;
    const char *const *values;
    size_t value_count;
};

struct model_step {
    const char *from;
    const char *to;
};

/* "SharedAccess lets its grantee read records of its profile within its scope from validFrom until expiresAt.":
 * each row of the class gives the user at the end of `grantee` what belongs to the target. */
struct model_grant {
    const struct model_class *class;
    struct model_path grantee;          /* from the class to a user */
    const struct model_field *target;   /* the pointer to what is shared */
    const struct model_field *scope;    /* an Array of words, or NULL: everything */
    const char *word;                   /* the word that covers the rule's class */
    bool is_emergency;                  /* brought by a sentence about emergency reads */
    bool is_consent;                    /* brought by one about disclosures */
    const struct model_field *from;     /* a Date, or NULL: from the beginning; unset: so, too */
    const struct model_field *until;    /* a Date, or NULL: for ever; unset: for ever, too */
    const struct model_field *or_until; /* the same: it ends with the earlier of the two */
};

struct model_rule {
    enum rule_kind kind;
    size_t sentence;                 /* its number in model.sentences */
    const char *reading;             /* the sentence of the language that prose became, or NULL */
    struct span span;                /* of the sentence */
    const struct model_class *class; /* NULL: it is about no class */
    const struct model_role *role;   /* NULL: it is about no role */
    unsigned operations;             /* 1 << enum class_operation, ored */
    enum rule_scope scope;
    struct model_path path;          /* see enum rule_scope */
    const struct model_grant *grant; /* SCOPE_GRANTED; its conditions are those below */
    const struct model_rule *within; /* of a grant: the rule of the grantor's own that it opens
                                                no more than; NULL: an emergency's */
    const struct model_field *const *fields; /* the fields it names; of an update: the only ones */
    size_t field_count;
    const struct model_condition *conditions; /* all of them hold */
    size_t condition_count;
    const struct model_step *steps; /* RULE_LIFECYCLE */
    size_t step_count;
    const struct model_actor *actors; /* RULE_LIFECYCLE: none: whoever may update the row */
    size_t actor_count;
    const struct model_field *from; /* RULE_NO_OVERLAP: where a row's time begins */
    const struct model_field *to;   /* and ends; NULL: it is a moment */
    const char *value;   /* RULE_REQUIREMENT: the value that is asked for; RULE_SIGNATURE: what is
                            signed, "publishing", "creating", ...; others: a word of it */
    int64_t duration_ms; /* RULE_RETENTION and the like */
};

struct model_class {
    const char *name;   /* as on the wire: "MedicationOrder", "_User" */
    const char *c_name; /* prefix of its C names and file names: "medication_order", "user" */
    const char *table;  /* SQL table, before quoting; the class name, unless that is taken */
    const char *record; /* and renamed_from: as those of a field */
    const char *renamed_from;
    bool builtin; /* _User, _Role, _Session, _Installation: added by the generator */
    const struct model_field *const
        *fields; /* declared order; never objectId, createdAt, updatedAt, ACL */
    size_t field_count;
    /* Fields of once, whose columns its versions still have. */
    const struct model_field *const *retired;
    size_t retired_count;
    const char *const *kept; /* columns that the schema has no more, until they are purged */
    size_t kept_count;
    const struct model_index *indexes; /* besides those that fields have by `unique`, `indexed` */
    size_t index_count;
    /* Those that the schema lists and another index serves: told, and not built. They have no columns. */
    const struct model_index *told_indexes;
    size_t told_index_count;
    bool has_permissions; /* false: permissions below are the app's access default */
    struct model_permission permissions[OPERATION_TOTAL];
    /* The users in these fields may read, or write: permissions[] has them, too. */
    const struct model_field *const *read_user_fields;
    size_t read_user_field_count;
    const struct model_field *const *write_user_fields;
    size_t write_user_field_count;
    /* The ACL of objects that are created without one, an entry a line: "r", "w" or "b" for both, then
     * "*", "role:NAME", a user's id, or "currentUser" for whoever creates it. NULL: as the app has it. */
    const char *default_acl;
    const struct model_protected *protected_fields;
    size_t protected_count;
    /* The shortest chain of required pointers from this class to _User, e.g. patient, user.
     * Empty when there is none. */
    const struct model_field *const *ownership;
    size_t ownership_length;
    const struct model_rule *const *rules; /* those about this class, in the spec's order */
    size_t rule_count;
    bool has_access_rules; /* then they alone decide who may reach its rows */
    bool append_only;
    bool is_silent;         /* nobody is told what happens to its rows */
    bool keeps_versions;    /* by a sentence, or because changes of it are signed */
    unsigned audited_reads; /* 1 << enum class_operation, ored: a RULE_AUDIT asks for them */
    bool is_grant;          /* its rows give others access: grants' classes, CareAssignment */
    unsigned inputs;
    struct span schema_span; /* of the class's name in each input */
    struct span spec_span;
    const char *written; /* as that of a field */
};

/* What a sentence of prose was read as, a line each. */
enum reading_kind {
    READING_BECOMES,      /* a sentence of the controlled language */
    READING_ASSUMED,      /* what was assumed for it */
    READING_LEFT,         /* words that nothing accounts for */
    READING_UNENFORCED,   /* what it restricts, which nothing enforces */
    READING_FAULT,        /* what is wrong with it */
    READING_NOTHING,      /* why there is no rule */
    READING_DELIVERED,    /* where something that is asked for is */
    READING_NOT_PROVIDED, /* why it is not there */
};

struct model_reading {
    enum reading_kind kind;
    const char *text;
    const char *asked; /* of the last two: the words for it; else NULL */
};

/* A sentence of the spec's Security, Auth, Behavior or Deliver part. */
struct model_sentence {
    struct span span;
    const char *section;                  /* "Security", "Auth", "Behavior", "Deliver", "Rules" */
    const char *text;                     /* one line */
    bool understood;                      /* false: it has no effect */
    bool names;                           /* what it says of names holds */
    bool has_form;                        /* it is a sentence of the controlled language itself */
    const struct model_reading *readings; /* of prose */
    size_t reading_count;
    const char *missing; /* the names in it that are not in this input, or NULL */
};

/* The name of the class that shows the audit trail. */
#define AUDIT_CLASS "AuditLog"

/* The name of the class that says which provider is assigned to which patient. */
#define ASSIGNMENT_CLASS "CareAssignment"

/* The name of the class whose rows tell users that something has happened. */
#define NOTIFICATION_CLASS "Notification"

/* The name of the class whose rows ask for roles. */
#define ROLE_REQUEST_CLASS "RoleRequest"

/* The name of the class whose rows are access in an emergency, and of that of consents to disclosure. */
#define EMERGENCY_CLASS "EmergencyAccess"
#define CONSENT_CLASS "DisclosureConsent"

/* A migration of the app's history (evolve/history.h). */
struct model_migration {
    unsigned number;
    const char *name; /* "add_notes" */
    const char *text; /* the whole file */
    const char *const *statements;
    size_t statement_count;
};

struct model {
    const char *name;  /* "trial": file names, the server's name */
    const char *title; /* one line for people */
    enum access_default access;
    const struct source *schema; /* NULL when that input was not given */
    const struct source *spec;
    const char *sample_json;                  /* the app's sample data, or NULL */
    const char *hooks_c;                      /* the app's own code, or NULL */
    const struct model_class *const *classes; /* built-in classes first, then as declared */
    size_t class_count;
    const struct map *class_of; /* their names -> them, for model_find_class(); NULL: it searches */
    const struct model_sentence *sentences;
    size_t sentence_count;
    const struct model_rule *const *rules; /* in the order of the sentences */
    size_t rule_count;
    const struct model_class *audit_log; /* what shows the audit trail; NULL: there is none */
    const char *const *kept_tables; /* tables that the schema has no more, until they are purged */
    size_t kept_table_count;
    const struct model_migration *migrations; /* none: the tables are made from the model */
    size_t migration_count;
};

/* "String", "Pointer", … */
const char *field_type_name(enum field_type type);

/* A kind's row of rule_kinds.def, and its name, "lifecycle". */
struct rule_kind_row {
    const char *name;
    enum { EDIT_NOTHING, EDIT_JUDGED, EDIT_LETS, EDIT_KEEPS } edited;
    const char *carried;
    const char *shown;
    const char *asked;
    const char *told;
    const char *noted;
};
const struct rule_kind_row *rule_kind_row(enum rule_kind kind);
const char *rule_kind_name(enum rule_kind kind);

/* Whether a role is whoever asks, or whoever is signed in. */
bool model_is_for_all(const struct model_role *role);

/* Whether two ways are the same. */
bool model_same_path(const struct model_path *a, const struct model_path *b);

/* Whether the rule's rows are the user's own, or all: an update by it may set their ACL, unless it lists
 * fields. */
bool model_rule_is_owners(const struct model_rule *rule);

/* The class with that wire name, or NULL. */
const struct model_class *model_find_class(const struct model *model, const char *name);

/* Whether the field has an index of its own: a unique one, or one that no index of several columns
 * begins with and so serves already. */
bool model_field_has_index(const struct model_class *class, const struct model_field *field);

/* The state in which the field's lifecycle begins; NULL: it has none. */
const char *model_first_state(const struct model_class *class, const struct model_field *field);

/* The field with that wire name or alias, or NULL. */
const struct model_field *model_find_field(const struct model_class *class, const char *name);

#endif
