/* emergency.h - access to a patient's record in an emergency: the class EmergencyAccess.
 *
 * Whom the app's rules name lets somebody else read all that leads to one patient, for a reason and
 * a time that nobody can prolong, and may end it sooner. The patient is notified; the access, its
 * end, and each row that is read by who holds one are in the audit trail (emergency_held.h). */
#ifndef RUNTIME_ACCOUNTS_EMERGENCY_H
#define RUNTIME_ACCOUNTS_EMERGENCY_H

#include "objects/object_step.h"

/* Before an EmergencyAccess is written: sets when it ends, and checks it. Fails with 142 without a
 * reason or for a change of anything but its end, with 119 for who would grant it to himself. */
bool emergency_before_save(struct request *request, struct save *save);

/* After it: the entry in the audit trail. */
bool emergency_after_save(struct request *request, const struct save *save);

#endif
