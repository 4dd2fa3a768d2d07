/* handlers.h - what the routes of class AuditLog do. Generated. */
#ifndef CLASSES_AUDIT_LOG_HANDLERS_H
#define CLASSES_AUDIT_LOG_HANDLERS_H

#include "request/request.h"

bool audit_log_handle_get(struct request *request);
bool audit_log_handle_find(struct request *request);

#endif
