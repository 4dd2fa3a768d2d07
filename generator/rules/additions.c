/* additions.c - see additions.h. */
#include "rules/additions.h"

#define NOTIFICATION_TEXT                                                                          \
    "Schema:\n"                                                                                    \
    "1. Notification: recipient (Pointer to User, required, indexed), kind (String, required),\n"  \
    "   entityType (String, required), entityId (String, required),\n"                             \
    "   isRead (Boolean, default false), readAt (Date, system).\n"                                 \
    "Security:\n"                                                                                  \
    "- The recipient of a Notification can read it.\n"                                             \
    "- The recipient of a Notification can update only isRead.\n"                                  \
    "- Notification.readAt becomes now when isRead becomes true.\n"                                \
    "- Notification is listed by recipient.\n"

const struct addition additions[] = {
    /* Before those about notices, since it brings one. */
    {RULE_BREAK_GLASS, ADD_ONCE,
     "Schema:\n"
     "1. EmergencyAccess: provider (Pointer to User, required),\n"
     "   patient (Pointer to {PATIENT}, required), reason (String, required),\n"
     "   expiresAt (Date, system), endedAt (Date).\n"
     "Security:\n"
     "- {ROLES} can read and create all EmergencyAccess.\n"
     "- {ROLES} can update only endedAt of all EmergencyAccess.\n"
     "- The provider and the patient of an EmergencyAccess can read it.\n"
     "- EmergencyAccess lets its provider read records of its patient until expiresAt or "
     "endedAt.\n"
     "- When an EmergencyAccess is created, notify the patient.\n",
     ADDITION_ALWAYS},
    {RULE_NOTIFY, ADD_ONCE, NOTIFICATION_TEXT, ADDITION_ALWAYS},
    {RULE_PUBLISH, ADD_ONCE, NOTIFICATION_TEXT, ADDITION_PUBLISH_NOTIFIES},
    {RULE_PUBLISH, ADD_FOR_EACH_CLASS,
     "Schema:\n"
     "1. {CLASS}: publicationStatus (String: draft, published).\n"
     "Rules:\n"
     "- {CLASS}.publicationStatus goes draft -> published, by {PEOPLE}.\n",
     ADDITION_WITHOUT_DRAFTS},
    {RULE_PUBLISH, ADD_FOR_EACH_CLASS,
     "Schema:\n"
     "1. {CLASS}: publishedAt (Date, system), publishedBy (Pointer to User, system).\n"
     "Rules:\n"
     "- {CLASS}.publishedAt becomes now when {PUBLICATION} becomes {PUBLISHED}.\n"
     "- {CLASS}.publishedBy becomes the user when {PUBLICATION} becomes {PUBLISHED}.\n",
     ADDITION_ALWAYS},
    {RULE_ACKNOWLEDGEMENT, ADD_FOR_EACH_CLASS,
     "Schema:\n"
     "1. {CLASS}: isAcknowledged (Boolean, default false), acknowledgedAt (Date, system),\n"
     "   acknowledgedBy (Pointer to User, system).\n"
     "Rules:\n"
     "- {CLASS}.acknowledgedAt becomes now when isAcknowledged becomes true.\n"
     "- {CLASS}.acknowledgedBy becomes the user when isAcknowledged becomes true.\n",
     ADDITION_ALWAYS},
    {RULE_APPROVAL, ADD_ONCE,
     "Schema:\n"
     "1. RoleRequest: user (Pointer to User, required),\n"
     "   role (String: {ALL ROLE NAMES}, required, indexed),\n"
     "   status (String: pending, approved, rejected, revoked; default pending),\n"
     "   decidedBy (Pointer to User, system), decidedAt (Date, system).\n"
     "Security:\n"
     "- The user of a RoleRequest can create and read it.\n"
     "- The user of a RoleRequest can delete it whose status is pending.\n",
     ADDITION_ALWAYS},
    {RULE_APPROVAL, ADD_FOR_EACH_SENTENCE,
     "Schema:\n"
     "1. RoleRequest: role (String), status (String).\n"
     "Rules:\n"
     "- RoleRequest.status goes pending -> approved or rejected, by {GRANT}.\n"
     "- RoleRequest.status goes approved -> revoked, by {GRANT}.\n"
     "Security:\n"
     "- {GRANT} can read all RoleRequest whose role is {ROLE NAMES}.\n"
     "- {GRANT} can update only status of all RoleRequest whose role is {ROLE NAMES}.\n",
     ADDITION_ALWAYS},
    /* What a consent holds: 42 CFR 2.31(a). */
    {RULE_DISCLOSURE, ADD_ONCE,
     "Schema:\n"
     "1. DisclosureConsent: patient (Pointer to {PATIENT}, required),\n"
     "   recipient (Pointer to User, required), purpose (String, required),\n"
     "   scope (Array of String: [{SCOPE WORDS}], required), signedAt (Date, system),\n"
     "   expiresAt (Date, required), revokedAt (Date).\n"
     "Security:\n"
     "- The patient of a DisclosureConsent can create and read it.\n"
     "- The patient of a DisclosureConsent can update only revokedAt.\n"
     "- The recipient of a DisclosureConsent can read it.\n"
     "- DisclosureConsent lets its recipient read records of its patient within its scope\n"
     "  until expiresAt or revokedAt.\n",
     ADDITION_ALWAYS},
};
const size_t addition_count = sizeof additions / sizeof additions[0];
