/* spec_schema.h - the Schema section of a spec. */
#ifndef GENERATOR_READ_SPEC_SCHEMA_H
#define GENERATOR_READ_SPEC_SCHEMA_H

#include "read/spec_reader.h"

/* Reads the classes between two offsets. */
void spec_read_schema(struct spec_reader *reader, size_t start, size_t end);

#endif
