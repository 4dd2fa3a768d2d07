/* openapi_schemas.h - the schemas of classes in api/openapi.json. */
#ifndef GENERATOR_EMIT_DOCS_OPENAPI_SCHEMAS_H
#define GENERATOR_EMIT_DOCS_OPENAPI_SCHEMAS_H

#include "base/buffer.h"
#include "model/model.h"

/* Appends the schemas of all classes, with commas between them. */
void openapi_add_schemas(struct buffer *buffer, const struct model *model);

#endif
