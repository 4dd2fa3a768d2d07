/* audit_view.h - AuditLog, the class that shows the audit trail: the statement that makes it. */
#ifndef GENERATOR_EMIT_AUDIT_VIEW_H
#define GENERATOR_EMIT_AUDIT_VIEW_H

#include "base/buffer.h"
#include "model/model.h"

/* Appends CREATE VIEW for the class, over the table "_AuditEntry". */
void audit_view_add(struct buffer *sql, const struct model_class *class);

#endif
