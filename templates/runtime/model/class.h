/* class.h - what the runtime knows of a class: the tables that the generator emits.
 *
 * For each class the generator emits a struct with a typed member for each field, this table of its
 * fields, and a writer that takes a row to JSON. All other code works from the table, so that a
 * rule about, say, Date is written once. Everything here is constant data of the program. */
#ifndef RUNTIME_MODEL_CLASS_H
#define RUNTIME_MODEL_CLASS_H

#include "base/embed.h"
#include "base/text.h"
#include "formats/geo.h"

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

/* What an object's struct says of each field. */
enum field_state {
    FIELD_ABSENT, /* not mentioned */
    FIELD_SET,    /* the member holds the value */
    FIELD_UNSET   /* to be removed: null, or {"__op":"Delete"} */
};

struct class;

struct class_field {
    struct text name;   /* on the wire */
    struct text record; /* its first name, where it got another: class_field_record() */
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
    bool sealed;                /* its column holds what sealed_value.h makes of the value */
    bool server_set;            /* clients without the master key may not write it */
    bool reserved;              /* clients write it by a rule that lists it, and not in a create */
    bool stamped;               /* the server sets it, by a stamp or an acknowledgement */
    struct text default_json;   /* no text: no default */
    const struct text *aliases; /* further names on the wire */
    size_t alias_count;
    const struct text *words; /* the only ones that a String, or an element of an Array, may be */
    size_t word_count;        /* 0: any */
    const struct text
        *file_types; /* extensions whose types its files may have, of a File or an Array of them */
    size_t file_type_count; /* 0: any */
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

/* A row's first columns, before those of the fields. */
enum { COLUMN_OBJECT_ID, COLUMN_CREATED_AT, COLUMN_UPDATED_AT, COLUMN_ACL, COLUMN_FIRST_FIELD };

/* How many columns of its own a version has, behind those of the class (versions_table.h). */
enum { COLUMN_VERSION_COUNT = 4 };

struct hook_class;
struct hook_function;
struct object_writer;
struct row;
struct projection;

struct value_source;

/* From JSON to the class's struct, and from rows to JSON. */
struct class_codec {
    /* Reads a value for the field into its member: value_reader.h. */
    bool (*read)(const struct value_source *source, int field, void *object);
    /* Writes the members of a row's JSON object, from objectId to ACL, without the braces. */
    void (*write_members)(struct object_writer *writer, const struct row *row,
                          const struct projection *projection);
};

/* An index that the schema asks for: {"patient":1,"date":-1} */
struct class_index {
    struct text name;
    struct text keys_json;
};

struct route;
struct class_access;
struct class_checks;
struct class_notices;

/* What is emitted for a class: its table, and the parts that have files of their own. */
struct class
{
    struct text name;
    struct text record; /* as that of a field: class_record() */
    const char *table;  /* quoted SQL name */
    const char
        *columns; /* the select list: objectId, createdAt, updatedAt, _acl, then the fields' */
    int column_count;
    const struct class_field *fields;
    int field_count;
    const struct class_name *names;
    size_t name_count;
    size_t object_size;  /* of the class's struct, whose first member is a struct object */
    size_t state_offset; /* of its `unsigned char state[field_count]` (enum field_state) */
    /* Every version of the class's rows (versions_table.h): the class's columns, then the number,
     * the user, the time and the means. */
    const char *version_table; /* quoted SQL name; NULL: none are kept */
    int version_field;         /* where there is a table: the Number that counts them, or -1 */
    /* Fields of once that versions still have: their columns stand behind those of the version. */
    const struct class_field *retired;
    int retired_count;
    const char *retired_columns; /* ", \"name\"" for each; NULL: there are none */
    /* Where there is a table: all fields by their first names, the order of version_hash.h. One of the
     * retired is counted from field_count on. */
    const int *record_order;
    const struct class_index *indexes;
    size_t index_count;
    const struct class_codec *codec;     /* json.c */
    const struct class_access *access;   /* access.c: model/class_access.h */
    const struct class_checks *checks;   /* validate.c: model/class_checks.h */
    const struct class_notices *notices; /* notices.c, or NULL: model/class_checks.h */
    const struct hook_class *hooks; /* the app's own code for the class (hook_run.h); NULL: none */
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

/* What GraphQL calls a class: the type of its objects, and the fields of Query that get and find them. */
struct class_graphql {
    const struct class *class;
    struct text type; /* "PatientProfile" */
    struct text get;  /* "patientProfile" */
    struct text find; /* "patientProfiles" */
};

/* What the server is asked by GraphQL: its schema in the schema definition language, in pieces as the sample
 * data are, and what that calls each of the app's classes. */
struct app_graphql {
    struct embedded schema; /* api/schema.graphql */
    const struct class_graphql *classes;
    size_t class_count;
};

/* What one emitted server is made of. */
struct app {
    const char *name;
    const char *title;
    const char *generator;   /* "caregen 1.2.3" */
    bool private_by_default; /* --access owner */
    bool is_guarded;         /* that, or it has rules of access: passwords are asked for more of */
    bool anonymous_users;    /* who has no name may be a user: where no rules are, or one says so */
    bool signs_file_urls;    /* a file is only for whom a row that names it is for */
    int64_t session_limit_ms;           /* no session lasts longer; 0: as the options say */
    int64_t session_idle_ms;            /* nor longer without use; 0: as the options say */
    bool is_audited;                    /* it has an audit trail, audit.h */
    const struct class *audit_log;      /* is_audited: the trail, as clients see it; a view */
    const struct class *const *classes; /* sorted by name as text_compare() does */
    size_t class_count;
    const struct route *routes; /* of its classes, sorted by class as text_compare() does */
    size_t route_count;
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
    const struct app_graphql *graphql;
    const struct hook_function *functions; /* the app's own code (hook_run.h); NULL: none */
    /* Selects of the name that a user (:user) goes by among people; the first with a row counts. */
    const char *const *printed_names;
    size_t printed_name_count;
    const struct rule_who *exporters; /* whose users may take their own record along, export.h */
    size_t exporter_count;
    const struct rule_who *erasers; /* whose users may erase themselves, self_erasure.h */
    size_t eraser_count;
    /* Whose users may ask who has looked at their own record, access_report.h; none: there is no report. */
    const struct rule_who *report_readers;
    size_t report_reader_count;
    const char *const
        *report_names; /* as printed_names, of professionals, where nobody is kept from them */
    size_t report_name_count;
};

/* The field that a wire name or alias means, or NULL. */
const struct class_field *class_find_field(const struct class *class, struct text name);

/* The class of that name, or NULL. */
const struct class *app_find_class(const struct app *app, struct text name);

/* The names that stay with a class and a field through all edits of the schema: versions are hashed
 * and values sealed over them. */
static inline struct text class_record(const struct class *class)
{
    return class->record.bytes ? class->record : class->name;
}

static inline struct text class_field_record(const struct class_field *field)
{
    return field->record.bytes ? field->record : field->name;
}

/* Whether every state of the class's rows is kept. */
static inline bool class_keeps_versions(const struct class *class)
{
    return class->version_table != NULL;
}

/* Which of the class's fields it is. */
static inline int class_field_index(const struct class *class, const struct class_field *field)
{
    return (int)(field - class->fields);
}

/* The state of a field in an object of the class: to be set, or to be read. */
static inline unsigned char *object_state(const struct class *class, void *object, int field)
{
    return (unsigned char *)object + class->state_offset + field;
}

static inline unsigned char object_state_of(const struct class *class, const void *object,
                                            int field)
{
    return ((const unsigned char *)object)[class->state_offset + (size_t)field];
}

/* The member that holds a field's value: to be set, or to be read. */
static inline void *object_member(void *object, const struct class_field *field)
{
    return (char *)object + field->offset;
}

static inline const void *object_value(const void *object, const struct class_field *field)
{
    return (const char *)object + field->offset;
}

#endif
