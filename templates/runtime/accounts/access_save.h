/* access_save.h - what saving an object means where the object itself gives somebody access: a
 * RoleRequest, an EmergencyAccess, a DisclosureConsent. object_edit.c asks here about every save. */
#ifndef RUNTIME_ACCOUNTS_ACCESS_SAVE_H
#define RUNTIME_ACCOUNTS_ACCESS_SAVE_H

#include "objects/object_edit.h"

/* Before an insert or update, on the writer, when hooks have had their say: checks what rules cannot
 * say, and sets what is the server's. Does nothing for other classes. */
bool access_before_save(struct request *request, struct object_edit *edit, bool is_new);

/* After it: carries out what it means. */
bool access_after_save(struct request *request, const struct object_edit *edit, bool is_new);

#endif
