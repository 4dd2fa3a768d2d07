/* app.c - every class of the app, and what else the server is started with. Generated. */
#include "app.h"

#include "classes/installation/model.h"
#include "classes/note/model.h"
#include "classes/role/model.h"
#include "classes/session/model.h"
#include "classes/user/model.h"
#include "hooks.h"
#include "model/class_access.h"

/* Sorted by name, for a binary search. */
static const struct class *const classes[] = {
    &note_model,
    &installation_model,
    &role_model,
    &session_model,
    &user_model,
};

const struct app application = {
    .name = "notes",
    .title = "notes",
    .generator = "caregen 0.2.0",
    .private_by_default = true,
    .is_guarded = true,
    .anonymous_users = true,
    .classes = classes,
    .class_count = sizeof classes / sizeof classes[0],
    .user = &user_model,
    .role = &role_model,
    .session = &session_model,
    .installation = &installation_model,
    .signs_file_urls = true,
    .migrations = application_migrations,
    .migration_count = application_migration_count,
    .routes = application_routes,
    .route_count = application_route_count,
    .graphql = &application_graphql,
    .functions = hook_functions,
};
