/* origin.h - where a class or a field was written, for comments and tables.
 *
 * Only the last part of an input's path is shown: a tree must not depend on the folder that its
 * inputs lay in. */
#ifndef GENERATOR_EMIT_ORIGIN_H
#define GENERATOR_EMIT_ORIGIN_H

#include "base/arena.h"
#include "base/source.h"

/* "schema.json:12, agent.md:9"; "built in" when neither span is anywhere. Not quoted. */
const char *origin_text(struct arena *arena, struct span schema_span, struct span spec_span);

/* "schema.json:12", or "" when the span is nowhere. Not quoted. */
const char *origin_place(struct arena *arena, struct span span);

/* "schema.json", or "" when the span is nowhere. Not quoted. */
const char *origin_file(struct span span);

/* "schema.json" of "schemas/trial/schema.json". */
const char *origin_base_name(const char *path);

#endif
