/* model.h - class _Session (built in). Generated. */
#ifndef CLASSES_SESSION_MODEL_H
#define CLASSES_SESSION_MODEL_H

#include "model/class.h"

/* The fields, numbered as in the struct's state and in the class's table. */
enum {
    session_USER,
    session_CREATED_WITH,
    session_RESTRICTED,
    session_EXPIRES_AT,
    session_INSTALLATION_ID,
    session_field_count
};

struct session_object {
    struct object object;
    unsigned char state[session_field_count]; /* enum field_state */
    struct text user;            /* Pointer to _User: built in */
    struct text created_with;    /* Object: built in */
    bool restricted;             /* Boolean: built in */
    int64_t expires_at;          /* Date: built in */
    struct text installation_id; /* String: built in */
};

extern const struct class session_model;

/* Its parts, each in a file of its own. */
extern const struct class_codec session_codec;
extern const struct class_access session_access;
extern const struct class_checks session_checks;

#endif
