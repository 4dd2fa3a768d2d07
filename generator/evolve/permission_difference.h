/* permission_difference.h - what an edit of the class-level permissions opens and closes, group by group:
 * those whom permissions name by id, by role or by a pointer, whom protectedFields keep from fields, and
 * whom the ACL of new objects lets in. The world of access_difference.c has no such people. */
#ifndef GENERATOR_EVOLVE_PERMISSION_DIFFERENCE_H
#define GENERATOR_EVOLVE_PERMISSION_DIFFERENCE_H

#include "evolve/access_difference.h"

/* Adds to the differences what the class-level permissions of classes that are in both models open and
 * close. */
void permission_differences_find(struct access_differences *differences, struct arena *arena,
                                 const struct model *before, const struct model *after);

#endif
