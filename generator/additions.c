/* additions.c - see additions.h. */
#include "additions.h"

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
    {RULE_NOTIFY, false, NOTIFICATION_TEXT, ADDITION_ALWAYS},
    {RULE_PUBLISH, false, NOTIFICATION_TEXT, ADDITION_PUBLISH_NOTIFIES},
    {RULE_PUBLISH, true,
     "Schema:\n"
     "1. {CLASS}: publicationStatus (String: draft, published).\n"
     "Rules:\n"
     "- {CLASS}.publicationStatus goes draft -> published, by {PEOPLE}.\n",
     ADDITION_WITHOUT_DRAFTS},
    {RULE_PUBLISH, true,
     "Schema:\n"
     "1. {CLASS}: publishedAt (Date, system), publishedBy (Pointer to User, system).\n"
     "Rules:\n"
     "- {CLASS}.publishedAt becomes now when {PUBLICATION} becomes {PUBLISHED}.\n"
     "- {CLASS}.publishedBy becomes the user when {PUBLICATION} becomes {PUBLISHED}.\n",
     ADDITION_ALWAYS},
    {RULE_ACKNOWLEDGEMENT, true,
     "Schema:\n"
     "1. {CLASS}: isAcknowledged (Boolean, default false), acknowledgedAt (Date, system),\n"
     "   acknowledgedBy (Pointer to User, system).\n"
     "Rules:\n"
     "- {CLASS}.acknowledgedAt becomes now when isAcknowledged becomes true.\n"
     "- {CLASS}.acknowledgedBy becomes the user when isAcknowledged becomes true.\n",
     ADDITION_ALWAYS},
};
const size_t addition_count = sizeof additions / sizeof additions[0];
