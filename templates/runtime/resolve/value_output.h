/* value_output.h - values of each of Parse's types as GraphQL has them. */
#ifndef RUNTIME_RESOLVE_VALUE_OUTPUT_H
#define RUNTIME_RESOLVE_VALUE_OUTPUT_H

#include "resolve/plan.h"

/* Appends the value of a member that is a field of the class, other than a Pointer, Array or Relation. False, and
 * nothing was appended: it is not shown, or has none. */
bool value_output(struct run *run, struct buffer *json, const struct member *member,
                  const struct node *node);

/* Appends the ACL as users, roles and the public. False: the object has none, and nobody gets anything by that. */
bool value_output_acl(struct run *run, struct buffer *json, const struct member *member,
                      const struct node *node);

/* The object that holds what is shown of a field and has a value, or NULL. */
const void *value_source_of(const struct node *node, const struct class_field *field);

#endif
