/* validate.c - what holds of every AuditLog, whoever writes it. Generated. */
#include "classes/audit_log/model.h"

#include "model/class_checks.h"
#include "model/value.h"

const struct class_checks audit_log_checks = {
    .append_only = true,
};
