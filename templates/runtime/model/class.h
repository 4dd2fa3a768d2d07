/* class.h - what the runtime knows of a class: the tables that the generator emits.
 *
 * For each class the generator emits a struct with a typed member for each field, this table of its
 * fields, and a writer that takes a row to JSON. All other code works from the table, so that a
 * rule about, say, Date is written once. Everything here is constant data of the program. */
#ifndef RUNTIME_MODEL_CLASS_H
#define RUNTIME_MODEL_CLASS_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Parse's field types, and how each is kept in an object's struct and in its columns:
 *   String    struct text       TEXT
 *   Number    double            REAL
 *   Boolean   bool              INTEGER 0 or 1
 *   Date      int64_t           INTEGER, milliseconds since 1970-01-01 UTC
 *   Object    struct text       TEXT, JSON
 *   Array     struct text       TEXT, JSON
 *   Pointer   struct text       TEXT, the target's objectId
 *   Relation  (no member)       a table "_Join:field:Class" (owningId, relatedId)
 *   File      struct text       TEXT, the file's name
 *   GeoPoint  struct geopoint   two REAL columns: latitude, longitude
 *   Polygon   struct text       TEXT, JSON: [[latitude, longitude], ...]
 *   Bytes     struct text       BLOB */
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
    FIELD_BYTES
};

struct geopoint {
    double latitude;
    double longitude;
};

/* What an object's struct says of each field. */
enum field_state {
    FIELD_ABSENT, /* not mentioned */
    FIELD_SET,    /* the member holds the value */
    FIELD_UNSET   /* to be removed: null, or {"__op":"Delete"} */
};

struct class;

struct class_field {
    struct text name; /* on the wire */
    enum field_type type;
    int element_type;        /* Array of that field_type; -1: anything */
    size_t offset;           /* of the member in the class's struct; 0 for Relation */
    int column;              /* its first column in a row, -1 for Relation */
    const char *column_name; /* quoted SQL name, "" for Relation; GeoPoint: of the latitude */
    const char *second_column_name; /* GeoPoint: of the longitude, else NULL */
    const char *join_table;         /* Relation: the quoted table name, else NULL */
    const char *text_index;         /* the quoted table of its full-text index; NULL: it has none */
    const struct class *target;     /* Pointer and Relation, else NULL */
    bool required;
    bool unique;
    bool sealed;     /* its column holds what sealed_value.h makes of the value */
    bool server_set; /* clients without the master key may not write it */
    bool reserved;   /* clients write it by a rule that lists it, and not in a create */
    const struct text *one_of;
    size_t one_of_count;        /* 0: any value */
    struct text default_json;   /* no text: no default */
    const struct text *aliases; /* further names on the wire */
    size_t alias_count;
};

/* A name on the wire and the field it means; sorted by name as text_compare() does. */
struct class_name {
    struct text name;
    int field;
};

enum operation {
    OPERATION_GET,
    OPERATION_FIND,
    OPERATION_COUNT,
    OPERATION_CREATE,
    OPERATION_UPDATE,
    OPERATION_DELETE,
    OPERATION_ADD_FIELD,
    OPERATION_TOTAL /* how many there are */
};

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

/* A way to rows of the class: one disjunct of the ceiling that the app's rules set. Where its texts
 * say :user the principal's id is bound, where they say :now the time in milliseconds. */
struct class_rule {
    unsigned operations; /* 1U << enum operation, ored */
    struct rule_who who;
    const char *when; /* what a row must be like besides; of an update: before it. NULL: anything */
    const int *fields;  /* the only ones that an update may change */
    size_t field_count; /* 0: all fields */
    bool of_owner;      /* the rows are the principal's own, or all: an update may set their ACL */
    bool acl_narrows;   /* a row's ACL may take from what the rule opens: who is meant is neither named
                           by a role, nor the row's own person */
};

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

enum notice_event { NOTICE_CREATED, NOTICE_UPDATED, NOTICE_DELETED, NOTICE_PUBLISHED };

/* Whom to tell of an event: a select of users' ids, in which :row stands for the object's id. */
struct class_notice {
    enum notice_event event;
    const char *told;
};

/* Rows for which the predicate holds and that agree in some fields do not share time. */
struct no_overlap {
    const int *same;
    size_t same_count;
    int from;         /* a Date */
    int to;           /* a Date, which is not in it any more; -1: each row is a moment */
    const char *when; /* SQL; NULL: all rows */
};

/* A row's first columns, before those of the fields. */
enum { COLUMN_OBJECT_ID, COLUMN_CREATED_AT, COLUMN_UPDATED_AT, COLUMN_ACL, COLUMN_FIRST_FIELD };

struct hook_class;
struct hook_function;
struct object_writer;
struct row;
struct projection;

/* An index that the schema asks for: {"patient":1,"date":-1} */
struct class_index {
    struct text name;
    struct text keys_json;
};

struct class
{
    struct text name;
    const char *table; /* quoted SQL name */
    const char
        *columns; /* the select list: objectId, createdAt, updatedAt, _acl, then the fields' */
    int column_count;
    const struct class_field *fields;
    int field_count;
    const struct class_name *names;
    size_t name_count;
    size_t object_size;  /* of the class's struct, whose first member is a struct object */
    size_t state_offset; /* of its `unsigned char state[field_count]` (enum field_state) */
    struct permission permissions[OPERATION_TOTAL];
    const struct protected_fields *protected_fields;
    size_t protected_count;
    /* The app's rules. A class that is ruled has no other ceiling than these: nobody but the master
     * key reaches a row that no rule opens, and a row without an ACL is narrowed by none. */
    bool is_ruled;
    bool append_only; /* its rows do not change, whoever asks */
    unsigned audits;  /* 1U << enum operation, ored: the reads that the audit trail has, audit.h */
    bool is_grant; /* its rows give others access: who makes one shares, who deletes one revokes */
    const char *own_records;  /* SQL: the row is of the principal's own record; to all others it is
                                disclosed with a notice (disclosure.h). NULL: without */
    const char *disclosed_by; /* SQL, "FROM ... WHERE ...": the consents by which the principal may
                                 read a row, once " AND" names the row; NULL: none */
    bool opened_in_emergency; /* to who holds emergency access (emergency.h) */
    const struct class_rule *rules;
    size_t rule_count;
    /* The pointers by which rules find whose a row is. They stay as they are, but for rules over all
     * rows and those that name them: who may change a row may not so give or take it away. */
    const int *guarding;
    size_t guarding_count;
    const char
        *same_owner; /* SQL: the ways to a row's owner lead to one user; NULL: there is one */
    /* Every version of the class's rows (versions_table.h): the class's columns, then the number, the
     * user, the time and the means. */
    const char *version_table; /* quoted SQL name; NULL: none are kept */
    int version_field;         /* where there is a table: the Number that counts them, or -1 */
    unsigned signed_changes;   /* 1U << enum signed_change, ored: made by signing only, signing.h */
    const char *owned; /* SQL: the rows that lead to :user and so are part of its record; or NULL */
    int64_t kept_ms;   /* no row goes before it is that old; 0: any row may */
    const struct lifecycle *lifecycles;
    size_t lifecycle_count;
    const struct requirement *requirements;
    size_t requirement_count;
    const struct stamp *stamps;
    size_t stamp_count;
    const struct publication *publication;         /* NULL: nothing is published */
    const struct acknowledgement *acknowledgement; /* NULL: nobody acknowledges */
    const struct class_notice *notices;
    size_t notice_count;
    const struct no_overlap *no_overlaps;
    size_t no_overlap_count;
    /* What the schema calls readUserFields and writeUserFields: permissions[] has them, too. */
    const int *read_user_fields;
    size_t read_user_field_count;
    const int *write_user_fields;
    size_t write_user_field_count;
    const struct class_index *indexes;
    size_t index_count;
    const struct hook_class *hooks; /* the app's own code for the class (hook_run.h); NULL: none */
    /* Writes the members of a row's JSON object, from objectId to ACL, without the braces. */
    void (*write_members)(struct object_writer *writer, const struct row *row,
                          const struct projection *projection);
};

/* The first member of each class's struct. */
struct object {
    struct text object_id;
    int64_t created_at; /* milliseconds since 1970-01-01 UTC */
    int64_t updated_at;
    bool has_acl;
    struct text acl; /* in the stored form, see acl.h */
};

struct migration {
    int version; /* from 1, without gaps */
    const char *name;
    const char *const *statements; /* one SQL statement each, to be run in order */
    size_t statement_count;
};

/* What one emitted server is made of. */
struct app {
    const char *name;
    const char *title;
    bool private_by_default;            /* --access owner */
    bool signs_file_urls;               /* a file is only for whom a row that names it is for */
    int64_t session_limit_ms;           /* no session lasts longer; 0: as the options say */
    int64_t session_idle_ms;            /* nor longer without use; 0: as the options say */
    bool is_audited;                    /* it has an audit trail, audit.h */
    const struct class *audit_log;      /* is_audited: the trail, as clients see it; a view */
    const struct class *const *classes; /* sorted by name as text_compare() does */
    size_t class_count;
    const struct class *user;
    const struct class *role;
    const struct class *session;
    const struct class *installation;
    const struct text *role_names; /* the roles that rules speak of: no client makes one of them */
    size_t role_name_count;
    bool sign_up_closed;                  /* users are made with the master key */
    const struct class *role_request;     /* how users come to roles (role_request.h), or NULL */
    const struct class *emergency_access; /* see emergency.h, or NULL */
    int64_t emergency_ms;                 /* how long it lasts */
    const char *emergency_held; /* SQL, "FROM ... WHERE ...": what of it the principal holds now */
    const struct class *disclosure_consent; /* see disclosure.h, or NULL */
    const struct migration *migrations;
    size_t migration_count;
    /* Sample data for --demo: one JSON text in pieces, to be put together in order; none: 0. */
    const char *const *sample_json;
    size_t sample_json_count;
    const struct hook_function *functions; /* the app's own code (hook_run.h); NULL: none */
    /* Selects of the name that a user (:user) goes by among people; the first with a row counts. */
    const char *const *printed_names;
    size_t printed_name_count;
    const struct rule_who *exporters; /* whose users may take their own record along, export.h */
    size_t exporter_count;
};

/* The field that a wire name or alias means, or NULL. */
const struct class_field *class_find_field(const struct class *class, struct text name);

/* The class of that name, or NULL. */
const struct class *app_find_class(const struct app *app, struct text name);

/* Whether every state of the class's rows is kept. */
static inline bool class_keeps_versions(const struct class *class)
{
    return class->version_table != NULL;
}

/* The state of a field in an object of the class. */
static inline unsigned char *object_state(const struct class *class, void *object, int field)
{
    return (unsigned char *)object + class->state_offset + field;
}

#endif
