/* versions.h - GET /classes/:class/:id/versions and /versions/:number. */
#ifndef VERSIONS_H
#define VERSIONS_H

#include "rows_version.h"

bool versions_find(struct request *request);
bool versions_get(struct request *request);

/* Writes the versions that a query asks for, as JSON objects with commas between; *written says how
 * many. */
bool versions_write(struct request *request, const struct version_query *query, size_t *written);

#endif
