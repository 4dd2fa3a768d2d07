/* validate.c - what holds of every Message, whoever writes it. Generated. */
#include "classes/message/model.h"

#include "model/class_checks.h"

static const struct lifecycle lifecycles[] = {
    /* agent.md:16: Message.status goes sent -> delivered -> read, by the recipient. */
    {
        .field = message_STATUS,
        .initial = TEXT("sent"),
        .steps = (const struct lifecycle_step[]){
            {TEXT("sent"), TEXT("delivered")},
            {TEXT("delivered"), TEXT("read")},
        },
        .step_count = 2,
        .actors = (const struct rule_who[]){
            {.audience = AUDIENCE_SIGNED_IN, .rows = "\"Message\".\"recipient\" = :user"},
        },
        .actor_count = 1,
    },
};

static const struct stamp stamps[] = {
    /* agent.md:17: Message.sentAt becomes now when status becomes sent. */
    {
        .field = message_SENT_AT,
        .value = STAMP_NOW,
        .trigger = message_STATUS,
        .reached = (const struct text[]){TEXT("sent")},
        .reached_count = 1,
    },
    /* agent.md:18: Message.readAt becomes now when status becomes read. */
    {
        .field = message_READ_AT,
        .value = STAMP_NOW,
        .trigger = message_STATUS,
        .reached = (const struct text[]){TEXT("read")},
        .reached_count = 1,
    },
    /* agent.md:19: Message.isRead becomes true when status becomes read. */
    {
        .field = message_IS_READ,
        .value = STAMP_WORD,
        .word = TEXT("true"),
        .trigger = message_STATUS,
        .reached = (const struct text[]){TEXT("read")},
        .reached_count = 1,
    },
    /* agent.md:20: Message.status becomes read when isRead becomes true. */
    {
        .field = message_STATUS,
        .value = STAMP_WORD,
        .word = TEXT("read"),
        .trigger = message_IS_READ,
        .reached = (const struct text[]){TEXT("true")},
        .reached_count = 1,
    },
};

const struct class_checks message_checks = {
    .kept_ms = 315360000000,
    .lifecycles = lifecycles,
    .lifecycle_count = sizeof lifecycles / sizeof lifecycles[0],
    .stamps = stamps,
    .stamp_count = sizeof stamps / sizeof stamps[0],
};
