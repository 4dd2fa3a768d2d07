/* access_reason.h - who somebody is who had to do with a record, and what let them: parts of the report of
 * access_report.h. */
#ifndef RUNTIME_ROUTES_ACCESS_REASON_H
#define RUNTIME_ROUTES_ACCESS_REASON_H

#include "model/class.h"
#include "request/request.h"

/* An entry of the audit trail that a report has. */
struct access_entry {
    int64_t at;
    struct text actor; /* a user's id; no text: nobody was signed in */
    struct text action;
    const struct class *class;
    struct text payload; /* JSON, or no text */
    struct text grounds; /* "assignment,emergency", or no text: they are not known */
};

/* Somebody who acted, as a report tells of them. */
struct access_actor {
    struct text id;
    struct text json;
    struct access_actor *next;
};

/* Appends ,"who":{"userId", "name", "roles"}: the name in a professional's profile where nobody is kept from
 * it, and those of the user's roles of now that rules speak of. Of nobody: null. Whom it has looked up it
 * keeps in *known. */
bool access_actor_write(struct request *request, struct buffer *body, struct access_actor **known,
                        struct text actor);

/* Appends ,"emergencies":[{"objectId", "reason"}] and ,"consents":[{"objectId", "purpose"}], those that
 * the actor held then, where these are the entry's grounds: as far as the judge's principal finds them. */
bool access_reasons_write(struct request *judge, struct buffer *body,
                          const struct access_entry *entry);

#endif
