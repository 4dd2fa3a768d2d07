/* graphql.c - api/schema.graphql, which the server carries, and what it calls each class.
 * Generated. */
#include "app.h"

#include "classes/installation/model.h"
#include "classes/note/model.h"
#include "classes/role/model.h"
#include "classes/session/model.h"
#include "classes/user/model.h"

#include "base/embed.h"

EMBED(schema, "api/schema.graphql")

static const struct class_graphql classes[] = {
    {&user_model, TEXT("User"), TEXT("user"), TEXT("users")},
    {&role_model, TEXT("Role"), TEXT("role"), TEXT("roles")},
    {&session_model, TEXT("Session"), TEXT("session"), TEXT("sessions")},
    {&installation_model, TEXT("Installation"), TEXT("installation"), TEXT("installations")},
    {&note_model, TEXT("Note"), TEXT("note"), TEXT("notes")},
};

const struct app_graphql application_graphql = {
    .schema = {schema_start, schema_end},
    .classes = classes,
    .class_count = 5,
};
