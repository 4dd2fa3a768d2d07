/* object_steps.h - the steps of every save and deletion, in their order. */
#ifndef RUNTIME_PROGRAM_OBJECT_STEPS_H
#define RUNTIME_PROGRAM_OBJECT_STEPS_H

#include "objects/object_step.h"

extern const struct object_steps object_steps;

#endif
