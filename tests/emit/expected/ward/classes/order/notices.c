/* notices.c - whom to tell of what happens to a Order. Generated. */
#include "classes/order/model.h"

#include "model/class_checks.h"

static const struct class_notice notices[] = {
    /* agent.md:43: When a nurse publishes an Order, audit it and notify the patient. */
    {
        .event = NOTICE_PUBLISHED,
        .told = "SELECT (SELECT \"Patient\".\"user\" FROM \"Patient\" WHERE "
                "\"Patient\".\"objectId\" = \"Order\".\"patient\") FROM \"Order\" WHERE "
                "\"Order\".\"objectId\" = :row",
    },
};

const struct class_notices order_notices = {notices, sizeof notices / sizeof notices[0]};
