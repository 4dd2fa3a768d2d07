/* handlers.c - what the routes of class Visit do. Generated. */
#include "classes/visit/handlers.h"

#include "classes/visit/model.h"
#include "objects/objects.h"

bool visit_handle_get(struct request *request)
{
    return object_get(request, &visit_model, request->segments[0]);
}

bool visit_handle_find(struct request *request)
{
    return objects_find_class(request, &visit_model, NULL);
}

bool visit_handle_create_prepare(struct request *request)
{
    return object_create_prepare(request, &visit_model);
}

bool visit_handle_create(struct request *request)
{
    return object_create(request);
}

bool visit_handle_update_prepare(struct request *request)
{
    return object_update_prepare(request, &visit_model, request->segments[0]);
}

bool visit_handle_update(struct request *request)
{
    return object_update(request, request->segments[0]);
}

bool visit_handle_delete_prepare(struct request *request)
{
    return object_delete_prepare(request, &visit_model, request->segments[0]);
}

bool visit_handle_delete(struct request *request)
{
    return object_delete(request, &visit_model, request->segments[0]);
}
