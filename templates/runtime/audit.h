/* audit.h - the audit trail: who did what to which object.
 *
 * Entries are part of the transaction of what they tell: on disk are both or neither. A request
 * that only reads is answered once its entries are on disk. */
#ifndef AUDIT_H
#define AUDIT_H

#include "request.h"

/* Enters an action ("update", "publish", ...) of the request's principal upon an object. The id may
 * be "" where the action is about several objects or none; the payload is a JSON object, or no text.
 * Does nothing in an app that is not audited. Fails when the entry cannot be made, and with it the
 * request. */
bool audit_note(struct request *request, const char *action, struct text entity_type,
                struct text entity_id, struct text payload_json);

#endif
