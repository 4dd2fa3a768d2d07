/* model.h - class Patient (agent.md:4). Generated. */
#ifndef CLASSES_PATIENT_MODEL_H
#define CLASSES_PATIENT_MODEL_H

#include "model/class.h"

/* The fields, numbered as in the struct's state and in the class's table. */
enum {
    patient_USER,
    patient_NAME,
    patient_SEX,
    patient_CONTACT,
    patient_field_count
};

struct patient_object {
    struct object object;
    unsigned char state[patient_field_count]; /* enum field_state */
    struct text user;    /* Pointer to _User, required: agent.md:4 */
    struct text name;    /* String, required: agent.md:4 */
    struct text sex;     /* String: agent.md:4 */
    struct text contact; /* String: agent.md:4 */
};

extern const struct class patient_model;

/* Its parts, each in a file of its own. */
extern const struct class_codec patient_codec;
extern const struct class_access patient_access;
extern const struct class_checks patient_checks;
extern const struct hook_class patient_hook_class; /* in hook_table.c */

#endif
