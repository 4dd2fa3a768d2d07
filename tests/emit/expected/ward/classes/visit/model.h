/* model.h - class Visit (agent.md:6). Generated. */
#ifndef CLASSES_VISIT_MODEL_H
#define CLASSES_VISIT_MODEL_H

#include "model/class.h"

/* The fields, numbered as in the struct's state and in the class's table. */
enum {
    visit_PATIENT,
    visit_NURSE,
    visit_START_AT,
    visit_END_AT,
    visit_STATUS,
    visit_field_count
};

struct visit_object {
    struct object object;
    unsigned char state[visit_field_count]; /* enum field_state */
    struct text patient; /* Pointer to Patient, required: agent.md:6 */
    struct text nurse;   /* Pointer to _User, required: agent.md:6 */
    int64_t start_at;    /* Date, required: agent.md:6 */
    int64_t end_at;      /* Date: agent.md:6 */
    struct text status;  /* String: agent.md:6 */
};

extern const struct class visit_model;

/* Its parts, each in a file of its own. */
extern const struct class_codec visit_codec;
extern const struct class_access visit_access;
extern const struct class_checks visit_checks;
extern const struct hook_class visit_hook_class; /* in hook_table.c */

#endif
