/* model.h - class _User (built in). Generated. */
#ifndef CLASSES_USER_MODEL_H
#define CLASSES_USER_MODEL_H

#include "model/class.h"

/* The fields, numbered as in the struct's state and in the class's table. */
enum {
    user_USERNAME,
    user_EMAIL,
    user_EMAIL_VERIFIED,
    user_AUTH_DATA,
    user_field_count
};

struct user_object {
    struct object object;
    unsigned char state[user_field_count]; /* enum field_state */
    struct text username;  /* String, required, unique: built in */
    struct text email;     /* String, unique: built in */
    bool email_verified;   /* Boolean: built in */
    struct text auth_data; /* Object: built in */
};

extern const struct class user_model;

/* Its parts, each in a file of its own. */
extern const struct class_codec user_codec;
extern const struct class_access user_access;
extern const struct class_checks user_checks;
extern const struct hook_class user_hook_class; /* in hook_table.c */

#endif
