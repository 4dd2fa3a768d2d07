/* versions.h - GET /classes/:class/:id/versions and /versions/:number. */
#ifndef RUNTIME_ROUTES_VERSIONS_H
#define RUNTIME_ROUTES_VERSIONS_H

#include "read/object_writer.h"
#include "write/versions_table.h"

bool versions_find(struct request *request);
bool versions_get(struct request *request);

/* Writes the versions that a query asks for, as JSON objects with commas between; *written says how
 * many. `take`, unless it is NULL, is given each
 * row that is written, and what of it is shown. */
bool versions_write(struct request *request, const struct version_query *query,
                    const struct projection *projection,
                    bool (*take)(void *state, const struct projection *shown,
                                 const struct row *row),
                    void *state, size_t *written);

#endif
