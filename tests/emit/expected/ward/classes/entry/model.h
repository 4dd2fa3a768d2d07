/* model.h - class Entry (agent.md:8). Generated. */
#ifndef CLASSES_ENTRY_MODEL_H
#define CLASSES_ENTRY_MODEL_H

#include "model/class.h"

/* The fields, numbered as in the struct's state and in the class's table. */
enum {
    entry_OWNER,
    entry_TEXT,
    entry_field_count
};

struct entry_object {
    struct object object;
    unsigned char state[entry_field_count]; /* enum field_state */
    struct text owner; /* Pointer to _User, required: agent.md:8 */
    struct text text;  /* String, required: agent.md:8 */
};

extern const struct class entry_model;

/* Its parts, each in a file of its own. */
extern const struct class_codec entry_codec;
extern const struct class_access entry_access;
extern const struct class_checks entry_checks;
extern const struct hook_class entry_hook_class; /* in hook_table.c */

#endif
