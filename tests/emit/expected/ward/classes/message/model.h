/* model.h - class Message (agent.md:7). Generated. */
#ifndef CLASSES_MESSAGE_MODEL_H
#define CLASSES_MESSAGE_MODEL_H

#include "model/class.h"

/* The fields, numbered as in the struct's state and in the class's table. */
enum {
    message_SENDER,
    message_RECIPIENT,
    message_BODY,
    message_STATUS,
    message_IS_READ,
    message_SENT_AT,
    message_READ_AT,
    message_field_count
};

struct message_object {
    struct object object;
    unsigned char state[message_field_count]; /* enum field_state */
    struct text sender;    /* Pointer to _User, required: agent.md:7 */
    struct text recipient; /* Pointer to _User, required: agent.md:7 */
    struct text body;      /* String: agent.md:7 */
    struct text status;    /* String: agent.md:7 */
    bool is_read;          /* Boolean: agent.md:7 */
    int64_t sent_at;       /* Date: agent.md:7 */
    int64_t read_at;       /* Date: agent.md:18 */
};

extern const struct class message_model;

/* Its parts, each in a file of its own. */
extern const struct class_codec message_codec;
extern const struct class_access message_access;
extern const struct class_checks message_checks;
extern const struct class_notices message_notices;
extern const struct hook_class message_hook_class; /* in hook_table.c */

#endif
