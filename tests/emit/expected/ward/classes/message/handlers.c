/* handlers.c - what the routes of class Message do. Generated. */
#include "classes/message/handlers.h"

#include "classes/message/model.h"
#include "objects/objects.h"

bool message_handle_get(struct request *request)
{
    return object_get(request, &message_model, request->segments[0]);
}

bool message_handle_find(struct request *request)
{
    return objects_find_class(request, &message_model, NULL);
}

bool message_handle_create_prepare(struct request *request)
{
    return object_create_prepare(request, &message_model);
}

bool message_handle_create(struct request *request)
{
    return object_create(request);
}

bool message_handle_update_prepare(struct request *request)
{
    return object_update_prepare(request, &message_model, request->segments[0]);
}

bool message_handle_update(struct request *request)
{
    return object_update(request, request->segments[0]);
}

bool message_handle_delete_prepare(struct request *request)
{
    return object_delete_prepare(request, &message_model, request->segments[0]);
}

bool message_handle_delete(struct request *request)
{
    return object_delete(request, &message_model, request->segments[0]);
}
