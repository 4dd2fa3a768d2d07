/* sealed_value.h - values that the spec wants encrypted, on their way to their column and back.
 *
 * The column holds what seal.h makes of the value (KEY_SEAL), bound to its class, field and object: ciphertext that is moved to
 * another row or field does not open. A value is its member's bytes; that of a Number or Date, 8 bytes. */
#ifndef RUNTIME_MODEL_SEALED_VALUE_H
#define RUNTIME_MODEL_SEALED_VALUE_H

#include "base/context.h"
#include "model/class.h"

/* What the column is to hold for the member, which has a value. */
bool sealed_value_close(struct context *context, const struct class *class,
                        const struct class_field *field, struct text object_id, const void *member,
                        struct text *sealed);

/* Fills the member from what the column holds. Fails with 1 when that is not what was sealed for this field of
 * this object. */
bool sealed_value_open(struct context *context, const struct class *class,
                       const struct class_field *field, struct text object_id, struct text sealed,
                       void *member);

#endif
