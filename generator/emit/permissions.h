/* permissions.h - who may do what with a class, with the app's default filled in. */
#ifndef CAREGEN_EMIT_PERMISSIONS_H
#define CAREGEN_EMIT_PERMISSIONS_H

#include "model.h"

/* The class-level permission for one operation: as stated, or by the app's access default. Adding
 * fields is nobody's: the schema is fixed when the server is built. */
struct model_permission permission_of(const struct model *model, const struct model_class *class,
                                      enum class_operation operation);

/* The fields hidden from some principals: as stated and, of users, the email, which Parse hides from
 * everyone but the user whatever else is stated (protectedFields' default). */
const struct model_protected *protected_of(struct arena *arena, const struct model_class *class,
                                           size_t *count);

#endif
