/* roles.h - what is special about _Role: its name, which ACLs refer to, and its routes.
 *
 * That other threads forget the roles they remember after a change is seen to in rows.c. */
#ifndef RUNTIME_ACCOUNTS_ROLES_H
#define RUNTIME_ACCOUNTS_ROLES_H

#include "objects/object_edit.h"
#include "request/request.h"

/* Steps of a save (object_step.h), of roles alone. Fail with 139 when the name that an edit sets has
 * other characters than letters, digits, "_", "-" and spaces (Parse REST guide, "Roles"), and with
 * 111 when a role about to be created has no name or no ACL. */
bool roles_check_name(struct request *request, const struct object_edit *edit);
bool roles_check_complete(struct request *request, const struct object_edit *edit);

/* Puts a user into the role of that name, or takes him out, with the server's own rights, on the
 * writer. A role that is not there yet is made, for the server alone to write and read. */
bool roles_set_member(struct request *request, struct text name, struct text user_id, bool member);

/* PUT and DELETE /users/:id/roles/:role, for the master key. */
bool roles_add_user(struct request *request);
bool roles_remove_user(struct request *request);

/* Stages of the /roles routes. */
bool roles_find(struct request *request);
bool roles_get(struct request *request);
bool roles_create_prepare(struct request *request);
bool roles_create(struct request *request);
bool roles_update_prepare(struct request *request);
bool roles_update(struct request *request);
bool roles_delete_prepare(struct request *request);
bool roles_delete(struct request *request);

#endif
