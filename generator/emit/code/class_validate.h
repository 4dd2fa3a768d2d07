/* class_validate.h - the parts of classes/NAME/validate.c, each emitted by a file of its own. Each part
 * appends its functions, and tells by its second function the members of the class's table that
 * lead there. */
#ifndef GENERATOR_EMIT_CODE_CLASS_VALIDATE_H
#define GENERATOR_EMIT_CODE_CLASS_VALIDATE_H

#include "base/buffer.h"
#include "model/model.h"

#endif
