/* validate.c - what holds of every Notification, whoever writes it. Generated. */
#include "classes/notification/model.h"

#include "model/class_checks.h"

static const struct stamp stamps[] = {
    /* agent.md:44: When a Message is created, notify the recipient. */
    {
        .field = notification_READ_AT,
        .value = STAMP_NOW,
        .trigger = notification_IS_READ,
        .reached = (const struct text[]){TEXT("true")},
        .reached_count = 1,
    },
};

const struct class_checks notification_checks = {
    .stamps = stamps,
    .stamp_count = sizeof stamps / sizeof stamps[0],
};
