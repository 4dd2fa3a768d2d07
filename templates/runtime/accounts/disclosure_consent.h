/* disclosure_consent.h - a patient's consent that somebody may read some of the patient's records:
 * the class DisclosureConsent, with what 42 CFR 2.31(a) asks of one.
 *
 *   patient, recipient, purpose    2.31(a)(1), (4) and (5)
 *   scope                          2.31(a)(3): which kinds of records
 *   expiresAt                      2.31(a)(7)
 *   signedAt, and the session      2.31(a)(8) and (9): the patient's own account creates it
 *   revokedAt                      2.31(a)(6): the patient revokes it, at once
 *
 * Who discloses (2.31(a)(2)) is whoever runs the server. Nothing of a consent changes but that it is
 * revoked: a disclosure is judged by the consent as it was signed. */
#ifndef RUNTIME_ACCOUNTS_DISCLOSURE_CONSENT_H
#define RUNTIME_ACCOUNTS_DISCLOSURE_CONSENT_H

#include "objects/object_step.h"

/* Before a DisclosureConsent is written: sets when it was signed or revoked, and checks it. Fails
 * with 142 when something is missing, it is over already, or more than its end would change. */
bool disclosure_consent_before_save(struct request *request, struct save *save);

/* After it: the entry in the audit trail about a revocation. */
bool disclosure_consent_after_save(struct request *request, const struct save *save);

#endif
