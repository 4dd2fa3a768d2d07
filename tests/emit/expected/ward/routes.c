/* routes.c - the routes of the app's classes, every route a row, sorted by class. Those that are
 * the same for every app are in runtime/http/router.c. Generated.
 *
 * Columns: method, pattern, writes, master only, prepare, hash, execute. */
#include "app.h"

#include "classes/audit_log/handlers.h"
#include "classes/care_assignment/handlers.h"
#include "classes/entry/handlers.h"
#include "classes/message/handlers.h"
#include "classes/notification/handlers.h"
#include "classes/order/handlers.h"
#include "classes/patient/handlers.h"
#include "classes/visit/handlers.h"

const struct route application_routes[] = {
    {METHOD_GET, TEXT("/classes/AuditLog/:id"), false, false, NULL, NULL, audit_log_handle_get},
    {METHOD_GET, TEXT("/classes/AuditLog"), false, false, NULL, NULL, audit_log_handle_find},
    {METHOD_GET, TEXT("/classes/CareAssignment/:id"), false, false, NULL, NULL,
     care_assignment_handle_get},
    {METHOD_GET, TEXT("/classes/CareAssignment"), false, false, NULL, NULL,
     care_assignment_handle_find},
    {METHOD_POST, TEXT("/classes/CareAssignment"), true, false,
     care_assignment_handle_create_prepare, NULL, care_assignment_handle_create},
    {METHOD_PUT, TEXT("/classes/CareAssignment/:id"), true, false,
     care_assignment_handle_update_prepare, NULL, care_assignment_handle_update},
    {METHOD_DELETE, TEXT("/classes/CareAssignment/:id"), true, false,
     care_assignment_handle_delete_prepare, NULL, care_assignment_handle_delete},
    {METHOD_GET, TEXT("/classes/Entry/:id"), false, false, NULL, NULL, entry_handle_get},
    {METHOD_GET, TEXT("/classes/Entry"), false, false, NULL, NULL, entry_handle_find},
    {METHOD_POST, TEXT("/classes/Entry"), true, false, entry_handle_create_prepare, NULL,
     entry_handle_create},
    {METHOD_GET, TEXT("/classes/Message/:id"), false, false, NULL, NULL, message_handle_get},
    {METHOD_GET, TEXT("/classes/Message"), false, false, NULL, NULL, message_handle_find},
    {METHOD_POST, TEXT("/classes/Message"), true, false, message_handle_create_prepare, NULL,
     message_handle_create},
    {METHOD_PUT, TEXT("/classes/Message/:id"), true, false, message_handle_update_prepare, NULL,
     message_handle_update},
    {METHOD_DELETE, TEXT("/classes/Message/:id"), true, false, message_handle_delete_prepare,
     NULL, message_handle_delete},
    {METHOD_GET, TEXT("/classes/Notification/:id"), false, false, NULL, NULL,
     notification_handle_get},
    {METHOD_GET, TEXT("/classes/Notification"), false, false, NULL, NULL,
     notification_handle_find},
    {METHOD_POST, TEXT("/classes/Notification"), true, false, notification_handle_create_prepare,
     NULL, notification_handle_create},
    {METHOD_PUT, TEXT("/classes/Notification/:id"), true, false,
     notification_handle_update_prepare, NULL, notification_handle_update},
    {METHOD_DELETE, TEXT("/classes/Notification/:id"), true, false,
     notification_handle_delete_prepare, NULL, notification_handle_delete},
    {METHOD_GET, TEXT("/classes/Order/:id"), false, false, NULL, NULL, order_handle_get},
    {METHOD_GET, TEXT("/classes/Order"), false, false, NULL, NULL, order_handle_find},
    {METHOD_POST, TEXT("/classes/Order"), true, false, order_handle_create_prepare, NULL,
     order_handle_create},
    {METHOD_PUT, TEXT("/classes/Order/:id"), true, false, order_handle_update_prepare, NULL,
     order_handle_update},
    {METHOD_DELETE, TEXT("/classes/Order/:id"), true, false, order_handle_delete_prepare, NULL,
     order_handle_delete},
    {METHOD_GET, TEXT("/classes/Patient/:id"), false, false, NULL, NULL, patient_handle_get},
    {METHOD_GET, TEXT("/classes/Patient"), false, false, NULL, NULL, patient_handle_find},
    {METHOD_POST, TEXT("/classes/Patient"), true, false, patient_handle_create_prepare, NULL,
     patient_handle_create},
    {METHOD_PUT, TEXT("/classes/Patient/:id"), true, false, patient_handle_update_prepare, NULL,
     patient_handle_update},
    {METHOD_DELETE, TEXT("/classes/Patient/:id"), true, false, patient_handle_delete_prepare,
     NULL, patient_handle_delete},
    {METHOD_GET, TEXT("/classes/Visit/:id"), false, false, NULL, NULL, visit_handle_get},
    {METHOD_GET, TEXT("/classes/Visit"), false, false, NULL, NULL, visit_handle_find},
    {METHOD_POST, TEXT("/classes/Visit"), true, false, visit_handle_create_prepare, NULL,
     visit_handle_create},
    {METHOD_PUT, TEXT("/classes/Visit/:id"), true, false, visit_handle_update_prepare, NULL,
     visit_handle_update},
    {METHOD_DELETE, TEXT("/classes/Visit/:id"), true, false, visit_handle_delete_prepare, NULL,
     visit_handle_delete},
};
