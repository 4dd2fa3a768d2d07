/* principal.h - on whose behalf a request runs. */
#ifndef RUNTIME_BASE_PRINCIPAL_H
#define RUNTIME_BASE_PRINCIPAL_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

struct principal {
    bool master;         /* the master key: permissions and ACLs do not apply */
    bool read_only;      /* its read-only twin: nothing may be written (router.c refuses it) */
    bool by_master_key;  /* the client has shown one of them; else the server itself is meant */
    struct text user_id; /* no text: nobody is signed in */
    struct text session_id;
    bool restricted;          /* the session may not write users, sessions and roles */
    int64_t expires_at;       /* of the session, ms */
    const struct text *roles; /* names, without "role:", inherited ones included */
    size_t role_count;
    bool no_acl_is_public; /* what a row without an ACL means; false in private apps */
};

static inline bool principal_signed_in(const struct principal *principal)
{
    return principal->user_id.bytes != NULL;
}

static inline bool principal_has_role(const struct principal *principal, struct text role)
{
    for (size_t i = 0; i < principal->role_count; i++)
        if (text_equal(principal->roles[i], role))
            return true;
    return false;
}

#endif
