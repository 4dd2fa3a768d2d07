/* plural.h - the plural of an English word, as npm's pluralize has it: parse-server names the queries of its
 * GraphQL schema by it. */
#ifndef GENERATOR_EMIT_PLURAL_H
#define GENERATOR_EMIT_PLURAL_H

#include "base/arena.h"

/* "patientProfile" -> "patientProfiles", "medicalHistory" -> "medicalHistories". The word itself where it has
 * no other plural ("health"). */
const char *plural_of(struct arena *arena, const char *word);

#endif
