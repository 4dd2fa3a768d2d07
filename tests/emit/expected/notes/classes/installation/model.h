/* model.h - class _Installation (built in). Generated. */
#ifndef CLASSES_INSTALLATION_MODEL_H
#define CLASSES_INSTALLATION_MODEL_H

#include "model/class.h"

/* The fields, numbered as in the struct's state and in the class's table. */
enum {
    installation_INSTALLATION_ID,
    installation_DEVICE_TOKEN,
    installation_CHANNELS,
    installation_DEVICE_TYPE,
    installation_PUSH_TYPE,
    installation_GCM_SENDER_ID,
    installation_TIME_ZONE,
    installation_LOCALE_IDENTIFIER,
    installation_BADGE,
    installation_APP_VERSION,
    installation_APP_NAME,
    installation_APP_IDENTIFIER,
    installation_PARSE_VERSION,
    installation_field_count
};

struct installation_object {
    struct object object;
    unsigned char state[installation_field_count]; /* enum field_state */
    struct text installation_id;   /* String: built in */
    struct text device_token;      /* String: built in */
    struct text channels;          /* Array: built in */
    struct text device_type;       /* String: built in */
    struct text push_type;         /* String: built in */
    struct text gcm_sender_id;     /* String: built in */
    struct text time_zone;         /* String: built in */
    struct text locale_identifier; /* String: built in */
    double badge;                  /* Number: built in */
    struct text app_version;       /* String: built in */
    struct text app_name;          /* String: built in */
    struct text app_identifier;    /* String: built in */
    struct text parse_version;     /* String: built in */
};

extern const struct class installation_model;

/* Its parts, each in a file of its own. */
extern const struct class_codec installation_codec;
extern const struct class_access installation_access;
extern const struct class_checks installation_checks;
extern const struct hook_class installation_hook_class; /* in hook_table.c */

#endif
