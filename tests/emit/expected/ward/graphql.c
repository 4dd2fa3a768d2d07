/* graphql.c - api/schema.graphql, which the server carries, and what it calls each class.
 * Generated. */
#include "app.h"

#include "classes/audit_log/model.h"
#include "classes/care_assignment/model.h"
#include "classes/entry/model.h"
#include "classes/installation/model.h"
#include "classes/message/model.h"
#include "classes/notification/model.h"
#include "classes/order/model.h"
#include "classes/patient/model.h"
#include "classes/role/model.h"
#include "classes/session/model.h"
#include "classes/user/model.h"
#include "classes/visit/model.h"

#include "base/embed.h"

EMBED(schema, "api/schema.graphql")

static const struct class_graphql classes[] = {
    {&user_model, TEXT("User"), TEXT("user"), TEXT("users")},
    {&role_model, TEXT("Role"), TEXT("role"), TEXT("roles")},
    {&session_model, TEXT("Session"), TEXT("session"), TEXT("sessions")},
    {&installation_model, TEXT("Installation"), TEXT("installation"), TEXT("installations")},
    {&patient_model, TEXT("Patient"), TEXT("patient"), TEXT("patients")},
    {&order_model, TEXT("Order"), TEXT("order"), TEXT("orders")},
    {&visit_model, TEXT("Visit"), TEXT("visit"), TEXT("visits")},
    {&message_model, TEXT("Message"), TEXT("message"), TEXT("messages")},
    {&entry_model, TEXT("Entry"), TEXT("entry"), TEXT("entries")},
    {&care_assignment_model, TEXT("CareAssignment"), TEXT("careAssignment"),
     TEXT("careAssignments")},
    {&notification_model, TEXT("Notification"), TEXT("notification"), TEXT("notifications")},
    {&audit_log_model, TEXT("AuditLog"), TEXT("auditLog"), TEXT("auditLogs")},
};

const struct app_graphql application_graphql = {
    .schema = {schema_start, schema_end},
    .classes = classes,
    .class_count = 12,
};
