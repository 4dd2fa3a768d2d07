/* hooks.h - the typed side of an app's own code. */
#ifndef GENERATOR_EMIT_CODE_HOOKS_H
#define GENERATOR_EMIT_CODE_HOOKS_H

#include "emit/c_code.h"

/* Whether an app may have hooks for the class: for all but sessions, which only the server makes. */
bool class_has_hooks(const struct model_class *class);

#endif
