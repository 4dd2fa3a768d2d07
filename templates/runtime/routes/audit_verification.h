/* audit_verification.h - GET /audit/verification: whether the chain of the audit trail holds.
 *
 *     ?after=20000&limit=10000
 *     {"faults": [{"from": 20017, "to": 20017, "fault": "changed"}], "entries": 10000,
 *      "last": {"number": 30000, "at": Date, "hash": HEX}, "isDone": false, "end": 51237}
 *
 * It goes on from the entry `after` (0: the first), for `limit` entries (10000 at most), so that no
 * request takes long: who verifies all of it asks until it is done. Faults are "missing", "changed" (or
 * moved), "time" (before that of an earlier entry), and at the end "cut-off" (the engine, or the file
 * audit-head, knows of later entries). Of the tables and indexes around the chain, and of anchors, the
 * command `audit verify` tells.
 *
 * It is for those who may find every entry and see all of each: how many there are, and their hashes,
 * tell of what is in them. To others it is refused (119). */
#ifndef RUNTIME_ROUTES_AUDIT_VERIFICATION_H
#define RUNTIME_ROUTES_AUDIT_VERIFICATION_H

#include "request/request.h"

bool audit_verification_get(struct request *request);

/* Whether the principal may find every entry of the trail, and all of each; fails with 119. */
bool audit_verification_permits(struct request *request);

#endif
