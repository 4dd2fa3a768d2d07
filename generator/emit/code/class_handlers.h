/* class_handlers.h - classes/NAME/handlers.[ch]. */
#ifndef GENERATOR_EMIT_CODE_CLASS_HANDLERS_H
#define GENERATOR_EMIT_CODE_CLASS_HANDLERS_H

#include "emit/code/class_parts.h"

/* How many rows routes.c has. */
size_t route_count(const struct model *model);

#endif
