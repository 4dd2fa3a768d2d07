/* object_writer.h - from a row to a JSON object, without a tree in between.
 *
 * Each class's emitted write_members() calls these in the order of its fields:
 *
 *     void message_write_members(struct object_writer *writer, const struct row *row,
 *                                const struct projection *projection)
 *     {
 *         write_object_head(writer, row);
 *         if (projection_shows(projection, MESSAGE_BODY))
 *             write_string(writer, row, 6, ",\"body\":", 8);
 *         write_object_acl(writer, row);
 *     }
 *
 * write_file(), write_json() and write_sealed() are in file_writer.c, write_array() is in include.c.
 *
 * A field without a value is left out, with its name. A pointer that the projection includes is
 * replaced by its target, and left out when the principal may not read that or when it is gone, as
 * in parse-server. */
#ifndef RUNTIME_READ_OBJECT_WRITER_H
#define RUNTIME_READ_OBJECT_WRITER_H

#include "base/buffer.h"
#include "model/class.h"
#include "model/value_forms.h"
#include "store/store.h"

struct request;

struct row {
    struct store_statement *statement;
    const struct class *class; /* set by shown_row_write(), for write_members() */
    int64_t version;           /* 0: the row as it is, else the number of one of its versions */
};

struct include_cache;

struct object_writer {
    struct buffer *buffer;
    struct request *request;        /* for included pointers, which are read through the guard */
    struct include_cache *includes; /* targets written before; NULL at first */
};

/* Which fields of a class to show, and which pointers to follow. */
struct projection {
    const struct class *class;
    bool all;                                 /* every field, whatever shows[] says */
    const unsigned char *shows;               /* a byte for each field, or NULL when all */
    const struct projection *const *included; /* for each field the pointer's own, or NULL */
    struct projection_source *source; /* what it was built from, when rows differ; else NULL */
};

static inline bool projection_shows(const struct projection *projection, int field)
{
    return projection->all || projection->shows[field];
}

/* The key comes with its comma, quotes and colon: ",\"body\":" */
void write_object_head(struct object_writer *writer, const struct row *row);
void write_object_acl(struct object_writer *writer, const struct row *row);
void write_string(struct object_writer *writer, const struct row *row, int column, struct text key);
void write_number(struct object_writer *writer, const struct row *row, int column, struct text key);
void write_boolean(struct object_writer *writer, const struct row *row, int column,
                   struct text key);
void write_date(struct object_writer *writer, const struct row *row, int column, struct text key);
void write_json(struct object_writer *writer, const struct row *row, int column,
                struct text key); /* Object, and Array when nothing is included */
void write_array(struct object_writer *writer, const struct row *row, int column, struct text key,
                 const struct projection *included);
/* The array's elements, those that are pointers replaced by their targets. */
void write_elements(struct object_writer *writer, const struct row *row, struct text json,
                    const struct projection *included);
void write_pointer(struct object_writer *writer, const struct row *row, int column, struct text key,
                   const struct class *target,
                   const struct projection *included); /* included: NULL or the target's */
void write_relation(struct object_writer *writer, struct text key, const struct class *target);
void write_file(struct object_writer *writer, const struct row *row, int column, struct text key);
void write_sealed(struct object_writer *writer, const struct row *row, int column, struct text key,
                  const struct class_field *field,
                  const struct projection *included); /* a column of sealed_value.h */
void write_geopoint(struct object_writer *writer, const struct row *row, int column,
                    struct text key);
void write_polygon(struct object_writer *writer, const struct row *row, int column,
                   struct text key);
void write_bytes(struct object_writer *writer, const struct row *row, int column, struct text key);

/* Appends an included pointer's target as {"__type":"Object","className":...}. False when there is
 * none that the principal may get: nothing was appended then. In include.c. */
bool object_writer_include(struct object_writer *writer, const struct projection *included,
                           struct text object_id);

/* The projection of an included pointer field, or NULL. */
static inline const struct projection *projection_included(const struct projection *projection,
                                                           int field)
{
    return projection->included ? projection->included[field] : NULL;
}

#endif
