/* notices.c - whom to tell of what happens to a Message. Generated. */
#include "classes/message/model.h"

#include "model/class_checks.h"

static const struct class_notice notices[] = {
    /* agent.md:44: When a Message is created, notify the recipient. */
    {
        .event = NOTICE_CREATED,
        .told = "SELECT \"Message\".\"recipient\" FROM \"Message\" WHERE "
                "\"Message\".\"objectId\" = :row",
    },
};

const struct class_notices message_notices = {
    .list = notices,
    .count = sizeof notices / sizeof notices[0],
};
