/* acl.h - object ACLs: their JSON form, their stored form, and the question they answer.
 *
 * On the wire an ACL is {"*":{"read":true},"USERID":{"read":true,"write":true},"role:NAME":{...}}
 * (Parse REST guide, "Access Control Lists"). In the _acl column it is one line for each entry: 'r',
 * 'w' or 'b' (both), then the principal, then a newline. A missing value is "no ACL", an empty one lets
 * only the master key in. */
#ifndef RUNTIME_FORMATS_ACL_H
#define RUNTIME_FORMATS_ACL_H

#include "base/buffer.h"
#include "base/context.h"
#include "base/principal.h"

#include <cjson/cJSON.h>

enum acl_right { ACL_READ, ACL_WRITE };

/* Reads the JSON form into the stored form, and null into no text; fails with 123 for anything that is
 * no ACL. Entries that grant nothing are dropped. */
bool acl_from_json(struct context *context, const cJSON *json, struct text *stored);

/* Appends the JSON form of a stored ACL. */
void acl_write_json(struct buffer *buffer, struct text stored);

/* Whether a row with this ACL (no text: none) lets the principal read or write it. */
bool acl_allows(struct text stored, const struct principal *principal, enum acl_right right);

/* The ACL that gives one user read and write. */
struct text acl_of_owner(struct arena *arena, struct text user_id);

/* The same, and what another ACL gives others; no text when out of memory. */
struct text acl_with_owner(struct arena *arena, struct text user_id, struct text others);

/* A class's default ACL for an object that somebody creates: the entry of "currentUser" becomes the
 * user's, and goes where nobody is signed in (no text). No text when out of memory. */
struct text acl_for_creator(struct arena *arena, struct text default_acl, struct text user_id);

#endif
