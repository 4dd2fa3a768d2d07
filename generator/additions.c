/* additions.c - see additions.h. */
#include "additions.h"

const struct addition additions[] = {
    {RULE_NOTIFY, false,
     "Schema:\n"
     "1. Notification: recipient (Pointer to User, required, indexed), kind (String, required),\n"
     "   entityType (String, required), entityId (String, required), isRead (Boolean, default "
     "false).\n"
     "Security:\n"
     "- The recipient of a Notification can read it.\n"
     "- The recipient of a Notification can update only isRead.\n"},
};
const size_t addition_count = sizeof additions / sizeof additions[0];
