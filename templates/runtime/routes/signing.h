/* signing.h - POST /functions/sign and GET /classes/:class/:id/signatures.
 *
 *     {"className": "MedicationOrder", "objectId": "...", "changes": {"status": "active"},
 *      "meaning": "approval", "password": "...", "version": 2}
 *
 * The signer's session and password are the two components of 21 CFR 11.200; wrong passwords count
 * as failed log-ins do. The changes are made as by an update, or by a create where there is no objectId,
 * under the same rules, and the version that comes of it is signed, all in one transaction. Without
 * changes the newest version is signed as it is. With `version`, nothing is done unless that is the
 * newest one: what was read is what is signed. */
#ifndef RUNTIME_ROUTES_SIGNING_H
#define RUNTIME_ROUTES_SIGNING_H

#include "request/request.h"

bool signing_prepare(struct request *request);
bool signing_hash(struct request *request);
bool signing_execute(struct request *request);

bool signing_find(struct request *request);

#endif
