/* model.h - class Notification (agent.md:44). Generated. */
#ifndef CLASSES_NOTIFICATION_MODEL_H
#define CLASSES_NOTIFICATION_MODEL_H

#include "model/class.h"

/* The fields, numbered as in the struct's state and in the class's table. */
enum {
    notification_RECIPIENT,
    notification_KIND,
    notification_ENTITY_TYPE,
    notification_ENTITY_ID,
    notification_IS_READ,
    notification_READ_AT,
    notification_field_count
};

struct notification_object {
    struct object object;
    unsigned char state[notification_field_count]; /* enum field_state */
    struct text recipient;   /* Pointer to _User, required: agent.md:44 */
    struct text kind;        /* String, required: agent.md:44 */
    struct text entity_type; /* String, required: agent.md:44 */
    struct text entity_id;   /* String, required: agent.md:44 */
    bool is_read;            /* Boolean: agent.md:44 */
    int64_t read_at;         /* Date: agent.md:44 */
};

extern const struct class notification_model;

/* Its parts, each in a file of its own. */
extern const struct class_codec notification_codec;
extern const struct class_access notification_access;
extern const struct class_checks notification_checks;
extern const struct hook_class notification_hook_class; /* in hook_table.c */

#endif
