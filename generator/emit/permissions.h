/* permissions.h - who may do what with a class, with the app's default filled in. */
#ifndef GENERATOR_EMIT_PERMISSIONS_H
#define GENERATOR_EMIT_PERMISSIONS_H

#include "base/arena.h"
#include "model/model.h"

/* The class-level permission for one operation: as stated, or by the app's access default. Adding
 * fields is nobody's: the schema is fixed when the server is built. */
struct model_permission permission_of(const struct model *model, const struct model_class *class,
                                      enum class_operation operation);

/* Whether objects of the class can do that at all, whoever asks: the audit trail is the server's alone, and what
 * is append-only stays. */
bool class_can(const struct model *model, const struct model_class *class,
               enum class_operation operation);

/* Whether anybody but the master key may do it, by permissions and by rules. */
bool class_is_open(const struct model *model, const struct model_class *class,
                   enum class_operation operation);

/* Whether anybody can be told of what happens to rows of the class: live queries, GraphQL's subscriptions. */
bool class_is_live(const struct model *model, const struct model_class *class);

/* The fields hidden from some principals, as stated. Of users, the email is hidden from everyone in
 * any case, as Parse has it (parse-server, option protectedFields); a group that is stated beside
 * "*" opens it. */
const struct model_protected *protected_of(struct arena *arena, const struct model_class *class,
                                           size_t *count);

/* Whether somebody may be shown a row and not this field of it. */
bool field_may_be_hidden(struct arena *arena, const struct model_class *class,
                         const struct model_field *field);

#endif
