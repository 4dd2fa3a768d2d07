/* model.h - class Note (schema.json:4). Generated. */
#ifndef CLASSES_NOTE_MODEL_H
#define CLASSES_NOTE_MODEL_H

#include "model/class.h"

/* The fields, numbered as in the struct's state and in the class's table. */
enum {
    note_TITLE,
    note_RANK,
    note_PINNED,
    note_DUE,
    note_SETTINGS,
    note_TAGS,
    note_OWNER,
    note_PARENT,
    note_READERS,
    note_SCAN,
    note_PLACE,
    note_AREA,
    note_DIGEST,
    note_field_count
};

struct note_object {
    struct object object;
    unsigned char state[note_field_count]; /* enum field_state */
    struct text title;     /* String, required: schema.json:6 */
    double rank;           /* Number: schema.json:7 */
    bool pinned;           /* Boolean: schema.json:8 */
    int64_t due;           /* Date: schema.json:9 */
    struct text settings;  /* Object: schema.json:10 */
    struct text tags;      /* Array: schema.json:11 */
    struct text owner;     /* Pointer to _User, required: schema.json:12 */
    struct text parent;    /* Pointer to Note: schema.json:13 */
    /* in a table of its own: readers, Relation to _User: schema.json:14 */
    struct text scan;      /* File: schema.json:15 */
    struct geopoint place; /* GeoPoint: schema.json:16 */
    struct text area;      /* Polygon: schema.json:17 */
    struct text digest;    /* Bytes: schema.json:18 */
};

extern const struct class note_model;

/* Its parts, each in a file of its own. */
extern const struct class_codec note_codec;
extern const struct class_access note_access;
extern const struct class_checks note_checks;
extern const struct hook_class note_hook_class; /* in hook_table.c */

#endif
