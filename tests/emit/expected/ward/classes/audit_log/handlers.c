/* handlers.c - what the routes of class AuditLog do. Generated. */
#include "classes/audit_log/handlers.h"

#include "classes/audit_log/model.h"
#include "objects/objects.h"

bool audit_log_handle_get(struct request *request)
{
    return object_get(request, &audit_log_model, request->segments[0]);
}

bool audit_log_handle_find(struct request *request)
{
    return objects_find_class(request, &audit_log_model, NULL);
}
