/* app.c - every class of the app, and what else the server is started with. Generated. */
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
#include "hooks.h"
#include "model/class_access.h"

/* Sorted by name, for a binary search. */
static const struct class *const classes[] = {
    &audit_log_model,
    &care_assignment_model,
    &entry_model,
    &message_model,
    &notification_model,
    &order_model,
    &patient_model,
    &visit_model,
    &installation_model,
    &role_model,
    &session_model,
    &user_model,
};

static const char *const printed_names[] = {
    "SELECT \"name\" FROM \"Patient\" WHERE \"Patient\".\"user\" = :user ORDER BY "
    "\"createdAt\" LIMIT 1",
};

static const struct rule_who report_readers[] = {
    {.audience = AUDIENCE_SIGNED_IN,
     .rows = "EXISTS (SELECT 1 FROM \"Patient\" WHERE \"Patient\".\"user\" = :user)"},
};

const struct app application = {
    .name = "ward",
    .title = "ward",
    .generator = "caregen 0.2.0",
    .private_by_default = true,
    .is_guarded = true,
    .anonymous_users = false,
    .classes = classes,
    .class_count = sizeof classes / sizeof classes[0],
    .user = &user_model,
    .role = &role_model,
    .session = &session_model,
    .installation = &installation_model,
    .signs_file_urls = true,
    .session_limit_ms = 28800000,
    .is_audited = true,
    .audit_log = &audit_log_model,
    .role_names = (const struct text[]){TEXT("nurse")},
    .role_name_count = 1,
    .migrations = application_migrations,
    .migration_count = application_migration_count,
    .routes = application_routes,
    .route_count = application_route_count,
    .graphql = &application_graphql,
    .functions = hook_functions,
    .report_readers = report_readers,
    .report_reader_count = 1,
    .printed_names = printed_names,
    .printed_name_count = 1,
};
