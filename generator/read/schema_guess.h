/* schema_guess.h - the types that a Schema section does not say.
 *
 * A field without one has it from its name, by the classes that there are and by schema_guess.def: "patient" leads to
 * the class Patient, "startsAt" is a Date, most are a String. Such a type is an assumption: the type in a JSON schema
 * comes before it, and where it holds it is said (W087). */
#ifndef GENERATOR_READ_SCHEMA_GUESS_H
#define GENERATOR_READ_SCHEMA_GUESS_H

#include "read/spec_reader.h"

/* Gives each field whose type was left open one; reports what is neither a type nor a class. */
void schema_guess_types(struct spec_reader *reader);

#endif
