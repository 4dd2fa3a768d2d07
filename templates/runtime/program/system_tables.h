/* system_tables.h - the tables that every server has, whatever its schema: hashes of passwords and of
 * tokens, folded names, failed log-ins, what links users to other services, Parse.Config's parameters,
 * webhooks, who uploaded which file, signatures, the ids of recent requests, and the audit trail. No
 * query of a client can name them.
 *
 * They have migrations of their own, numbered apart from the app's, so that a newer caregen takes over
 * the data of every older one, and an app's history has nothing in it but its schema. */
#ifndef RUNTIME_PROGRAM_SYSTEM_TABLES_H
#define RUNTIME_PROGRAM_SYSTEM_TABLES_H

#include "model/class.h"

extern const struct migration system_migrations[];
extern const size_t system_migration_count;

#endif
