/* app.h - the app as one table, and its parts. Generated. */
#ifndef APP_H
#define APP_H

#include "model/class.h"
#include "request/request.h"

extern const struct app application;

enum { application_migration_count = 1 };
extern const struct migration application_migrations[application_migration_count];

enum { application_route_count = 35 };
extern const struct route application_routes[];

extern const struct app_graphql application_graphql;

#endif
