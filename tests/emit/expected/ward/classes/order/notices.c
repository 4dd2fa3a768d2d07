/* notices.c - whom to tell of what happens to a Order. Generated. */
#include "classes/order/model.h"

#include "model/class_checks.h"

/* agent.md:41: Nurses publish Order. */
static bool publishes(const void *stored, const void *object)
{
    const struct order_object *was = stored;
    const struct order_object *given = object;

    return given->state[order_STATUS] == FIELD_SET && text_is(was->status, "draft") &&
           !text_is(given->status, "draft");
}

/* agent.md:45: Patients acknowledge each Order. */
static bool acknowledges(const void *stored, const void *object)
{
    const struct order_object *was = stored;
    const struct order_object *given = object;

    return given->state[order_IS_ACKNOWLEDGED] == FIELD_SET && given->is_acknowledged &&
           !was->is_acknowledged;
}

static const struct class_notice notices[] = {
    /* agent.md:43: When a nurse publishes an Order, audit it and notify the patient. */
    {
        .event = NOTICE_PUBLISHED,
        .told = "SELECT (SELECT \"Patient\".\"user\" FROM \"Patient\" WHERE "
                "\"Patient\".\"objectId\" = \"Order\".\"patient\") FROM \"Order\" WHERE "
                "\"Order\".\"objectId\" = :row",
    },
};

const struct class_notices order_notices = {
    .list = notices,
    .count = sizeof notices / sizeof notices[0],
    .publishes = publishes,
    .acknowledges = acknowledges,
};
