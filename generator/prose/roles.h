/* roles.h - who there is. */
#ifndef GENERATOR_PROSE_ROLES_H
#define GENERATOR_PROSE_ROLES_H

#include "prose/compose.h"

/* The role of people of that kind and noun, which is made where there is none yet. */
struct prose_role *compose_role(struct composer *composer, enum person_kind kind, const char *noun);

/* As compose_role(), and says who they are where nothing has. */
struct prose_role *compose_introduced(struct composer *composer, enum person_kind kind,
                                      const char *noun);

/* The admins, who are introduced. */
struct prose_role *compose_admins(struct composer *composer);

/* Says that the care assignment is the admins' to keep. */
void compose_assignment(struct composer *composer);

/* The pointer of the class that leads to people of the role, or NULL. */
const struct draft_field *compose_role_field(const struct composer *composer,
                                             const struct draft_class *class,
                                             const struct prose_role *role);

/* Takes in the roles of which sentences that have a form say who they are or who approves them. */
void compose_known_roles(struct composer *composer);

/* The same of those who make objects of the class, "fromNurse", and not of those who get them, "toNurse"; NULL: it
 * has none, or several. */
const struct draft_field *compose_giving_field(const struct composer *composer,
                                               const struct draft_class *class,
                                               const struct prose_role *role);

/* How many pointers of the class are called by those of the role. */
size_t compose_count_role_fields(const struct composer *composer, const struct draft_class *class,
                                 const struct prose_role *role);

/* Whether what is said of people, 自己主責的兒童, is said by a pointer of theirs at the role: whom they look after is not
 * whom they are assigned to where these are others than whose records they are. */
bool compose_points_at(const struct composer *composer, const struct thing *thing,
                       const struct draft_class *class, const struct prose_role *role);

#endif
