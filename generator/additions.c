/* additions.c - see additions.h. */
#include "additions.h"

const struct addition additions[] = {
    {RULE_NOTIFY, ADD_ONCE,
     "Schema:\n"
     "1. Notification: recipient (Pointer to User, required, indexed), kind (String, required),\n"
     "   entityType (String, required), entityId (String, required), isRead (Boolean, default "
     "false).\n"
     "Security:\n"
     "- The recipient of a Notification can read it.\n"
     "- The recipient of a Notification can update only isRead.\n"},
    {RULE_APPROVAL, ADD_ONCE,
     "Schema:\n"
     "1. RoleRequest: user (Pointer to User, required),\n"
     "   role (String: {ALL ROLE NAMES}, required),\n"
     "   status (String: pending, approved, rejected, revoked; default pending),\n"
     "   decidedBy (Pointer to User, system), decidedAt (Date, system).\n"
     "Security:\n"
     "- The user of a RoleRequest can create and read it.\n"
     "- The user of a RoleRequest can delete it whose status is pending.\n"},
    {RULE_APPROVAL, ADD_FOR_EACH_SENTENCE,
     "Schema:\n"
     "1. RoleRequest: role (String), status (String).\n"
     "Rules:\n"
     "- RoleRequest.status goes pending -> approved or rejected, by {GRANT}.\n"
     "- RoleRequest.status goes approved -> revoked, by {GRANT}.\n"
     "Security:\n"
     "- {GRANT} can read all RoleRequest whose role is {ROLE NAMES}.\n"
     "- {GRANT} can update only status of all RoleRequest whose role is {ROLE NAMES}.\n"},
};
const size_t addition_count = sizeof additions / sizeof additions[0];
