/* model.h - class _Role (built in). Generated. */
#ifndef CLASSES_ROLE_MODEL_H
#define CLASSES_ROLE_MODEL_H

#include "model/class.h"

/* The fields, numbered as in the struct's state and in the class's table. */
enum {
    role_NAME,
    role_USERS,
    role_ROLES,
    role_field_count
};

struct role_object {
    struct object object;
    unsigned char state[role_field_count]; /* enum field_state */
    struct text name; /* String, required, unique: built in */
    /* in a table of its own: users, Relation to _User: built in */
    /* in a table of its own: roles, Relation to _Role: built in */
};

extern const struct class role_model;

/* Its parts, each in a file of its own. */
extern const struct class_codec role_codec;
extern const struct class_access role_access;
extern const struct class_checks role_checks;
extern const struct hook_class role_hook_class; /* in hook_table.c */

#endif
