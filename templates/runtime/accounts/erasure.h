/* erasure.h - a person is erased: GDPR article 17, docs/records.md.
 *
 *     POST /users/:id/erasure   {"dryRun": true, "withShared": true}
 *     {"userId": ID, "erased": {CLASS: COUNT}, "kept": [{"className", "count", "reason"}], "shared": {CLASS: COUNT},
 *      "plainEntries": COUNT, "isFinished": true}
 *
 * In one transaction: the rows that lead to the user go, as if each were deleted with the master key, with all
 * their versions, but for those that a sentence of the spec has stay and, unless withShared says so, those that are
 * another user's, too; then the account with its credentials, sessions and devices, and the keys under
 * which the audit trail has texts about the person. What has been committed so is finished behind the commit (erasure_finish.h),
 * or at the next start. With dryRun nothing is done, and hooks are not asked.
 *
 * Whoever is erased stands in the table _Erased and in the file DATA/erased (erased_list.h), by id alone: a restored
 * backup erases them again before it is served. */
#ifndef RUNTIME_ACCOUNTS_ERASURE_H
#define RUNTIME_ACCOUNTS_ERASURE_H

#include "request/request.h"

/* The route, for the master key. */
bool erasure_execute(struct request *request);

/* Erases, on the writer, in the request's savepoint, and writes the answer's members, without the braces, to
 * the response. The principal must be the server. Fails with 101 when there is nothing of that user. What the answer
 * counts is what told_to, the user, may get; NULL: everything, and "plainEntries". */
bool erasure_apply(struct request *request, struct text user_id, bool with_shared,
                   const struct principal *told_to);

/* A stage that leaves the finishing of all erasures for behind the commit: for file_sweep.c, which finishes those that
 * nobody has waited for. */
bool erasure_finish_all(struct request *request);

#endif
