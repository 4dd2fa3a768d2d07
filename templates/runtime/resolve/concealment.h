/* concealment.h - what messages must not tell whoever may not look at the schema: names of types that he did not
 * write. The type of a pointer's target, say, is the name of a class. */
#ifndef RUNTIME_RESOLVE_CONCEALMENT_H
#define RUNTIME_RESOLVE_CONCEALMENT_H

#include "graphql/error.h"
#include "graphql/schema.h"

/* In each message "Type", in quotes, becomes "...", unless the document has the name. */
void conceal_types(struct graphql_errors *errors, const struct graphql_schema *schema,
                   struct text document);

#endif
