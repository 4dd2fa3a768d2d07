/* audit_verify.h - whether the audit trail of a database file is what was entered. */
#ifndef RUNTIME_PROGRAM_AUDIT_VERIFY_H
#define RUNTIME_PROGRAM_AUDIT_VERIFY_H

#include "model/class.h"
#include "store/sql.h"

#include <stdio.h>

/* Checks the chain, the tables around it and, when it is not NULL, a file of anchors, one a line.
 * Writes each fault with the entry's number, then a line that sums up, unless `out` is NULL; returns how many faults there
 * are, or -1 when the anchors' file cannot be read. Anchors are to be signed
 * by a key of the ring KEY_AUDIT, or by one that came before it (audit_handover.h), where the ring has any. */
int64_t audit_verify(const struct app *app, struct context *context, struct store_connection *store,
                     const char *data, const char *anchors, FILE *out);

#endif
