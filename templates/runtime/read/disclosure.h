/* disclosure.h - what goes with a row that is disclosed to somebody else than its patient.
 *
 * Where a sentence says "A disclosure of ... needs consent and carries a notice", each answer that
 * shows such a row to anyone but the patient carries the notice of 42 CFR 2.32(a)(2) in the header
 * X-Disclosure-Notice. Where a consent opened it, X-Disclosure-Consent has its id, by which the
 * recipient can read what was consented to (2.32(b)), and the audit trail says "disclose". */
#ifndef RUNTIME_READ_DISCLOSURE_H
#define RUNTIME_READ_DISCLOSURE_H

#include "model/class.h"
#include "request/request.h"

/* The notice, for answers that carry it in their body. */
extern const char disclosure_notice[];

/* Whether a row of the class carries the notice where it is shown to others. */
bool disclosure_has_notice(const struct class *class);

/* Whether the row is of the principal's own record: that of the request's image, or that of the
 * table; of a class that is disclosed without a notice: always. */
bool disclosure_is_own(struct request *request, const struct class *class, struct text object_id,
                       bool *own);

/* A row of the class is about to be shown to the principal. Does nothing for classes whose rows are
 * disclosed without a notice. */
bool disclosure_enter(struct request *request, const struct class *class, struct text object_id);

/* A query tests rows of the class, which it need not show: it counts or orders them, compares what they
 * hold, or leads to others by them. Its outcome tells of all that the principal may find, so the
 * notice goes along where that is somebody else's, and each consent behind it is entered, without a
 * row's id. Does nothing for what the server itself looks up. */
bool disclosure_enter_query(struct request *request, const struct class *class);

/* Whether the answer shows such a row, so far. */
bool disclosure_was_made(const struct request *request);

/* Hands the notices of a batch's part on to the batch's own answer. */
bool disclosure_hand_on(struct request *request, const struct request *part);

#endif
