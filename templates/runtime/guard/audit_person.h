/* audit_person.h - texts about a person in the audit trail, which a person's erasure makes unreadable.
 *
 * An entry stays as it was hashed. So what names or describes somebody in its payload, a reason, a purpose, a
 * name, is sealed before under the person's own key, {"sealed": BASE64, "of": PERSON}, and an erasure takes
 * the key away (crypto-shredding). A person is a user's id; where the record has no user yet, "CLASS/ID" of
 * what is at the end of the way. The keys are in the table _PersonKey, each wrapped. */
#ifndef RUNTIME_GUARD_AUDIT_PERSON_H
#define RUNTIME_GUARD_AUDIT_PERSON_H

#include "model/class.h"
#include "request/request.h"

/* Which texts of a payload are about whom. */
struct audit_person {
    const struct class *class; /* the one whose row this is, */
    struct text object_id;
    const char *const *members; /* of the payload; ends with NULL */
};

/* Seals them in the payload, a JSON object. On the writer: a person whose first text it is gets a key. */
bool audit_person_seal(struct request *request, const struct audit_person *person,
                       struct text *payload);

/* What of a payload is to be shown: texts opened, or {"erased": true} in their places. */
bool audit_person_open(struct request *request, struct text payload, struct text *shown);

/* Takes a person's key away. */
bool audit_person_forget(struct request *request, struct text person);

#endif
