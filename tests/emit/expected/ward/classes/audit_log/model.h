/* model.h - class AuditLog (agent.md:42). Generated. */
#ifndef CLASSES_AUDIT_LOG_MODEL_H
#define CLASSES_AUDIT_LOG_MODEL_H

#include "model/class.h"

/* The fields, numbered as in the struct's state and in the class's table. */
enum {
    audit_log_ACTOR,
    audit_log_ACTION,
    audit_log_ENTITY_TYPE,
    audit_log_ENTITY_ID,
    audit_log_PAYLOAD,
    audit_log_field_count
};

struct audit_log_object {
    struct object object;
    unsigned char state[audit_log_field_count]; /* enum field_state */
    struct text actor;       /* Pointer to _User: agent.md:42 */
    struct text action;      /* String: agent.md:42 */
    struct text entity_type; /* String: agent.md:42 */
    struct text entity_id;   /* String: agent.md:42 */
    struct text payload;     /* Object: agent.md:42 */
};

extern const struct class audit_log_model;

/* Its parts, each in a file of its own. */
extern const struct class_codec audit_log_codec;
extern const struct class_access audit_log_access;
extern const struct class_checks audit_log_checks;
extern const struct hook_class audit_log_hook_class; /* in hook_table.c */

#endif
