/* model.h - class CareAssignment (agent.md:25). Generated. */
#ifndef CLASSES_CARE_ASSIGNMENT_MODEL_H
#define CLASSES_CARE_ASSIGNMENT_MODEL_H

#include "model/class.h"

/* The fields, numbered as in the struct's state and in the class's table. */
enum {
    care_assignment_PATIENT,
    care_assignment_PROVIDER,
    care_assignment_STARTS_AT,
    care_assignment_ENDS_AT,
    care_assignment_field_count
};

struct care_assignment_object {
    struct object object;
    unsigned char state[care_assignment_field_count]; /* enum field_state */
    struct text patient;  /* Pointer to Patient, required: agent.md:25 */
    struct text provider; /* Pointer to _User, required: agent.md:25 */
    int64_t starts_at;    /* Date: agent.md:25 */
    int64_t ends_at;      /* Date: agent.md:25 */
};

extern const struct class care_assignment_model;

/* Its parts, each in a file of its own. */
extern const struct class_codec care_assignment_codec;
extern const struct class_access care_assignment_access;
extern const struct class_checks care_assignment_checks;
extern const struct hook_class care_assignment_hook_class; /* in hook_table.c */

#endif
