/* where_operand.h - the two sides of a comparison: what a key of a where stands for, as SQL, and
 * the value that it is compared with.
 *
 * A key with dots ("address.city") leads to a value within an Object or Array, whose type nobody
 * has stated: it is treated as the elements of an Array are, which may be anything. */
#ifndef RUNTIME_READ_WHERE_OPERAND_H
#define RUNTIME_READ_WHERE_OPERAND_H

#include "model/class.h"
#include "read/where.h"
#include "request/request.h"
#include "store/sql.h"

enum { WHERE_DEPTH_LIMIT = 10, WHERE_CONDITION_LIMIT = 256 };

/* One where being translated. */
struct where {
    struct request *request;
    struct sql *sql;
    const struct class *class;
    void *scratch;           /* an object of the class, into which operands are read */
    int *conditions;         /* how many so far, those of outer and inner wheres included */
    int depth;               /* how many $or and the like, and subqueries, are around */
    struct where_rank *rank; /* or NULL */
};

/* What a key of a where stands for. */
struct where_key {
    struct text name;                /* as the client wrote it */
    const struct class_field *field; /* NULL: a built-in column */
    enum field_type type;
    const char *column;
    const char *second_column; /* GeoPoint: of the longitude */
    struct text path; /* of a value within an Object or Array; the type is FIELD_ARRAY then */
    /* "x.0" is an array's first element or an object's member "0": where there is an array at
     * array_path the value is at path, else at member_path. No text: there is no such choice. */
    struct text array_path;
    struct text member_path;
    const cJSON *constraint; /* what the key is constrained by, when by operators */
};

/* A value to compare with, as the column of its key holds it. */
struct where_operand {
    struct text text; /* String, Pointer, File; Object, Array, Polygon: JSON; Bytes: the bytes;
                         Relation: the related object's id */
    double number;
    int64_t integer; /* Boolean, Date */
    struct geopoint point;
};

/* Counts conditions and levels of a where; fail with 102 beyond the limit. What enters a level sets
 * depth back when it leaves. */
bool where_spend(struct where *where, int conditions);
bool where_enter(struct where *where);

/* Fails with 102 when the field is kept encrypted: SQL can tell no more of it than whether it is there. */
bool where_check_readable(struct request *request, const struct class_field *field);

/* What the key stands for; fails when it is none (105), or hidden from the principal (119). */
bool where_find_key(struct request *request, const struct class *class, struct text name,
                    struct where_key *key);

/* Reads a value that is not null, for a key without a path. Fails with 102 when its type is not
 * that of the field; parse-server's short forms (a date's ISO text, a pointer's id, a file's name)
 * pass. */
bool where_read_operand(struct where *where, const struct where_key *key, const cJSON *json,
                        struct where_operand *operand);

/* Error 102: the operand should have been what is expected. */
bool where_fail_type(struct where *where, const struct where_key *key, const char *expected);

/* Appends the operand as a parameter; not for GeoPoint. */
void where_add_operand(struct sql *sql, const struct where_key *key,
                       const struct where_operand *operand);

/* Appends the key's value as SQL has it: the column, or, at a path, the value's JSON. */
void where_add_column(struct sql *sql, const struct class *class, const struct where_key *key);

/* Appends "function(column, path)" for a key with a path. */
void where_add_function(struct sql *sql, const struct class *class, const struct where_key *key,
                        const char *function);

/* Appends the JSON array whose elements an operand may match: the column's; at a path, the value's
 * when it is an array, else the value alone. */
void where_add_elements(struct sql *sql, const struct class *class, const struct where_key *key);

#endif
