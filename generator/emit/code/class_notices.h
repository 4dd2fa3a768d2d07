/* class_notices.h - classes/NAME/notices.c. */
#ifndef GENERATOR_EMIT_CODE_CLASS_NOTICES_H
#define GENERATOR_EMIT_CODE_CLASS_NOTICES_H

#include "emit/code/class_parts.h"

/* Whether there is something to be said when an object changes, so that the class has a notices.c. */
bool class_has_notices(const struct model_class *class);

#endif
