/* audit_subject.h - whom an entry of the audit trail tells of: the users whose rows it is about.
 *
 * A table beside the trail, _AuditSubject, has a row for each entry and each user, but the one who acted:
 * which of the user's rows it was, and the grounds of the rules that let the actor do it. So a user's
 * entries are found without walking the trail (routes/access_report.h). It is an index and no part of the
 * chain. Whose a row is, is what the app's rules say at the time of the entry. */
#ifndef RUNTIME_GUARD_AUDIT_SUBJECT_H
#define RUNTIME_GUARD_AUDIT_SUBJECT_H

#include "guard/audit_entry.h"
#include "model/class_access.h"
#include "request/request.h"

/* The word for a ground: "assignment". */
const char *audit_ground_word(enum rule_ground ground);

/* Enters whom the entry tells of, which has its number. To be called on the writer, in the entry's own
 * savepoint. Does nothing where the app has no report of accesses. */
bool audit_subjects_enter(struct request *request, const struct audit_entry *entry);

/* Enters the subjects of what was entered before there was this table, or while the app had no report:
 * by whose the rows are now, without grounds. To be called before the server answers anybody. */
bool audit_subjects_complete(struct request *request);

#endif
