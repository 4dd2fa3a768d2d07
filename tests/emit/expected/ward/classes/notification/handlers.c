/* handlers.c - what the routes of class Notification do. Generated. */
#include "classes/notification/handlers.h"

#include "classes/notification/model.h"
#include "objects/objects.h"

bool notification_handle_get(struct request *request)
{
    return object_get(request, &notification_model, request->segments[0]);
}

bool notification_handle_find(struct request *request)
{
    return objects_find_class(request, &notification_model, NULL);
}

bool notification_handle_create_prepare(struct request *request)
{
    return object_create_prepare(request, &notification_model);
}

bool notification_handle_create(struct request *request)
{
    return object_create(request);
}

bool notification_handle_update_prepare(struct request *request)
{
    return object_update_prepare(request, &notification_model, request->segments[0]);
}

bool notification_handle_update(struct request *request)
{
    return object_update(request, request->segments[0]);
}

bool notification_handle_delete_prepare(struct request *request)
{
    return object_delete_prepare(request, &notification_model, request->segments[0]);
}

bool notification_handle_delete(struct request *request)
{
    return object_delete(request, &notification_model, request->segments[0]);
}
