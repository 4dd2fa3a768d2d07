/* access_save.c - see access_save.h. */
#include "accounts/access_save.h"

#include "accounts/disclosure_consent.h"
#include "accounts/emergency.h"
#include "accounts/role_request.h"

bool access_before_save(struct request *request, struct object_edit *edit, bool is_new)
{
    return role_request_before_save(request, edit, is_new) &&
           emergency_before_save(request, edit, is_new) &&
           disclosure_consent_before_save(request, edit, is_new);
}

bool access_after_save(struct request *request, const struct object_edit *edit, bool is_new)
{
    return role_request_after_save(request, edit) && emergency_after_save(request, edit, is_new) &&
           disclosure_consent_after_save(request, edit, is_new);
}
