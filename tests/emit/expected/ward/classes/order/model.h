/* model.h - class Order (agent.md:5). Generated. */
#ifndef CLASSES_ORDER_MODEL_H
#define CLASSES_ORDER_MODEL_H

#include "model/class.h"

/* The fields, numbered as in the struct's state and in the class's table. */
enum {
    order_PATIENT,
    order_DRUG,
    order_DOSE,
    order_STATUS,
    order_REASON,
    order_SECRET,
    order_PUBLISHED_AT,
    order_PUBLISHED_BY,
    order_IS_ACKNOWLEDGED,
    order_ACKNOWLEDGED_AT,
    order_ACKNOWLEDGED_BY,
    order_field_count
};

struct order_object {
    struct object object;
    unsigned char state[order_field_count]; /* enum field_state */
    struct text patient;         /* Pointer to Patient, required: agent.md:5 */
    struct text drug;            /* String, required: agent.md:5 */
    double dose;                 /* Number, required: agent.md:5 */
    struct text status;          /* String: agent.md:5 */
    struct text reason;          /* String: agent.md:5 */
    struct text secret;          /* String: agent.md:5 */
    int64_t published_at;        /* Date: agent.md:41 */
    struct text published_by;    /* Pointer to _User: agent.md:41 */
    bool is_acknowledged;        /* Boolean: agent.md:45 */
    int64_t acknowledged_at;     /* Date: agent.md:45 */
    struct text acknowledged_by; /* Pointer to _User: agent.md:45 */
};

extern const struct class order_model;

/* Its parts, each in a file of its own. */
extern const struct class_codec order_codec;
extern const struct class_access order_access;
extern const struct class_checks order_checks;
extern const struct class_notices order_notices;
extern const struct hook_class order_hook_class; /* in hook_table.c */

#endif
